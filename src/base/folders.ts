import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { flushFile, flushFolder, makeFolders, outputError, writeAll } from './disk.js';
import { OutputError } from './errors.js';
import {
  clearTemporaries,
  endTemporary,
  isTemporary,
  isUnderWay,
  removeTemporary,
  temporaryPath,
} from './temporary.js';

/** In every folder that {@link buildFolder} makes: `sha256sum -c SHA256SUMS` checks it. */
export const sumsFile = 'SHA256SUMS';

/** A folder that is being made. */
export interface NewFolder {
  /** Adds a file, by its name in the folder (`left/pictures/1.svg`). @throws {OutputError} */
  write(name: string, data: string | Uint8Array): void;
}

/**
 * Makes a new folder with these files in it, by their names: it is there with all of them, or not at all.
 * @throws {OutputError} also when there is something of that name
 */
export function makeFolder(path: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  const making = new Making(path);
  try {
    for (const [name, data] of Object.entries(files)) making.write(name, data);
    making.finish(false);
  } finally {
    making.end();
  }
}

/**
 * Makes a folder of what `job` writes, with a checksum of each file: it is there with all of them, or not at all. Files are
 * flushed together at the end, so that many small ones go fast. What an earlier call made there is replaced, when the new
 * folder is whole; a folder that holds anything else is left alone.
 * @returns what `job` gives
 * @throws {OutputError} and what `job` throws
 */
export async function buildFolder<T>(path: string, job: (folder: NewFolder) => T | Promise<T>): Promise<T> {
  checkReplaceable(path);
  const making = new Making(path);
  const sums: string[] = [];
  try {
    const made = await job({
      write(name, data) {
        making.write(name, data);
        sums.push(`${createHash('sha256').update(data).digest('hex')}  ${name}\n`);
      },
    });
    making.write(sumsFile, sums.join(''));
    checkReplaceable(path);
    making.finish(true);
    return made;
  } finally {
    making.end();
  }
}

/** A folder under a name of its own, beside the path that it will have. */
class Making {
  private readonly target: string;
  private readonly temporary: string;
  private readonly files: string[] = [];
  private readonly folders: Set<string>;

  /** @throws {OutputError} */
  constructor(private readonly path: string) {
    this.target = resolve(path);
    const parent = dirname(this.target);
    this.temporary = temporaryPath(parent);
    this.folders = new Set([this.temporary]);
    try {
      makeFolders(parent);
      clearTemporaries(parent);
      fs.mkdirSync(this.temporary);
    } catch (cause) {
      this.end();
      throw outputError(path, cause);
    }
  }

  write(name: string, data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const file = join(this.temporary, name);
    try {
      const above = dirname(file);
      if (!this.folders.has(above)) fs.mkdirSync(above, { recursive: true });
      for (let folder = above; !this.folders.has(folder); folder = dirname(folder)) this.folders.add(folder);
      writeNew(file, bytes);
      this.files.push(file);
    } catch (cause) {
      throw outputError(this.path, cause, bytes.length);
    }
  }

  /** Flushes everything, and renames it into place. */
  finish(replace: boolean): void {
    try {
      for (const file of this.files) flushFile(file);
      for (const folder of this.folders) flushFolder(folder);
      putInPlace(this.temporary, this.target, replace);
    } catch (cause) {
      throw outputError(this.path, cause);
    }
  }

  /** Removes what has not come into its place. */
  end(): void {
    if (isUnderWay(this.temporary)) removeTemporary(this.temporary);
  }
}

function writeNew(file: string, bytes: Uint8Array): void {
  const fd = fs.openSync(file, 'wx', 0o666);
  try {
    writeAll(fd, bytes);
  } finally {
    fs.closeSync(fd);
  }
}

/** Renames a whole folder into place. @param replace a folder that is there, which {@link checkReplaceable} has looked at */
function putInPlace(temporary: string, target: string, replace: boolean): void {
  const parent = dirname(target);
  const old = replace && fs.existsSync(target) ? temporaryPath(parent) : undefined;
  try {
    if (old) fs.renameSync(target, old);
    fs.renameSync(temporary, target);
    endTemporary(temporary);
    flushFolder(parent);
  } catch (cause) {
    if (old) moveBack(old, target);
    throw cause;
  }
  if (old) removeTemporary(old);
}

function moveBack(old: string, target: string): void {
  endTemporary(old);
  try {
    if (!fs.existsSync(target)) fs.renameSync(old, target);
  } catch {
    // It was not moved away, or the disk has gone.
  }
}

/** @throws {OutputError} for what is neither missing, nor an empty folder, nor what {@link buildFolder} made, nothing added */
function checkReplaceable(path: string): void {
  const other = notOurs(path);
  if (other === undefined) return;
  throw new OutputError(
    `cannot be written: there is ${other} already, which was not built here`,
    path,
    'Move it away, or choose another folder',
  );
}

function notOurs(path: string): string | undefined {
  try {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    return stats.isDirectory() ? added(path) : path;
  } catch (cause) {
    throw outputError(path, cause);
  }
}

/** A file of a folder that is not in its list of checksums. */
function added(folder: string): string | undefined {
  const sums = join(folder, sumsFile);
  const listed = new Set([sumsFile]);
  if (fs.existsSync(sums))
    for (const line of fs.readFileSync(sums, 'utf8').split('\n')) listed.add(line.slice(line.indexOf('  ') + 2));
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !isTemporary(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  return names.find((name) => !listed.has(name));
}
