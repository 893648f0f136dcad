import fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { closeQuietly, flushFolder, makeFolders, outputError, writeAll } from './disk.js';
import { clearTemporaries, endTemporary, removeTemporary, temporaryPath } from './temporary.js';

// Every write of the package goes through this file and folders.ts (test/house.test.ts). Own code, since the libraries for
// it (write-file-atomic 7.0.1, atomically 2.1.1) call write once: on a nearly full disk it takes a part, and they rename
// the part into place.

/** A file's path, and what it is to hold. */
export type FileContent = readonly [path: string, data: string | Uint8Array];

const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);

/**
 * Writes a whole file or nothing: to a temporary file beside it, every byte counted, flushed, renamed into place, and
 * the folder flushed. Makes the folder when it is missing; keeps links, mode and owner of a file that is there. What is
 * no regular file (a device, a pipe) is written to as it is.
 * @throws {OutputError} with what the system refused and what to do; an old file is then as it was
 */
export function writeFile(path: string, data: string | Uint8Array): void {
  writeFiles([[path, data]]);
}

/**
 * Writes files that belong together, the last of them the one that says they do (a report, a table of contents). All are
 * whole on the disk before any takes its place; of several, the old last one is removed first and the new one comes last:
 * where it is there, all are of one writing.
 * @param outdated files of an earlier writing that must not stand beside these; they go when the new ones are on the disk
 * @throws {OutputError} as {@link writeFile}; what does not fit on the disk leaves every old file as it was
 */
export function writeFiles(files: readonly FileContent[], outdated: readonly string[] = []): void {
  const staged: Staged[] = [];
  try {
    for (const [path, data] of files) staged.push(stage(path, bytesOf(data)));
    const last = staged.at(-1);
    for (const path of outdated) removeFile(path);
    if (last?.temporary && staged.length > 1) removeFile(last.target);
    while (staged.length > 0) {
      place(staged[0]!);
      staged.shift();
    }
  } finally {
    for (const { temporary } of staged) if (temporary) removeTemporary(temporary);
  }
}

/**
 * Writes a whole file where there is none, also when several machines that share the folder do so at once: one of them has it.
 * It is a link to a file that is whole, the one step that network file systems take for all or not at all.
 * @returns false where there is a file of that name, which is then as it was
 * @throws {OutputError} as {@link writeFile}; also where the disk knows no links
 */
export function writeOnce(path: string, data: string | Uint8Array): boolean {
  const target = resolve(path);
  const bytes = bytesOf(data);
  const temporary = temporaryPath(dirname(target));
  try {
    makeFolders(dirname(target));
    clearTemporaries(dirname(target));
    writeTemporary(temporary, bytes);
    if (!linked(temporary, target)) return false;
    flushFolder(dirname(target));
    return true;
  } catch (cause) {
    throw outputError(path, cause, bytes.length);
  } finally {
    removeTemporary(temporary);
  }
}

/** Whether a file came to its name. A server's first answer may get lost, and the second one be that it is there: the links tell. */
function linked(temporary: string, target: string): boolean {
  try {
    fs.linkSync(temporary, target);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    return fs.statSync(temporary).nlink === 2;
  }
}

/** Copies a file, whole or not at all. @throws {OutputError} as {@link writeFile} */
export function copyFile(from: string, to: string): void {
  writeFile(to, fs.readFileSync(from));
}

/** Removes a file; one that is not there is no error. @throws {OutputError} */
export function removeFile(path: string): void {
  try {
    fs.rmSync(path, { force: true });
    flushFolder(dirname(path));
  } catch (cause) {
    throw outputError(path, cause);
  }
}

/** Writes a text to a file that is open, e.g. stdout led into one. @param name what errors call it @throws {OutputError} */
export function writeOpen(fd: number, text: string, name: string): void {
  try {
    writeAll(fd, bytesOf(text));
  } catch (cause) {
    throw outputError(name, cause);
  }
}

/** Content on its way to a path. */
interface Staged {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The file itself, where `path` is a link to one. */
  readonly target: string;
  /** Where it lies, whole; undefined for what is no regular file. */
  readonly temporary: string | undefined;
}

function stage(path: string, bytes: Uint8Array): Staged {
  let temporary: string | undefined;
  try {
    const target = throughLinks(path);
    const old = fs.statSync(target, { throwIfNoEntry: false });
    if (old && !old.isFile() && !old.isDirectory()) return { path, bytes, target, temporary };
    makeFolders(dirname(target));
    clearTemporaries(dirname(target));
    temporary = temporaryPath(dirname(target));
    writeTemporary(temporary, bytes, old);
    return { path, bytes, target, temporary };
  } catch (cause) {
    if (temporary) removeTemporary(temporary);
    throw outputError(path, cause, bytes.length);
  }
}

function writeTemporary(temporary: string, bytes: Uint8Array, old?: fs.Stats): void {
  let fd: number | undefined;
  try {
    fd = fs.openSync(temporary, 'wx', 0o666);
    if (old) keepOwner(fd, old);
    writeAll(fd, bytes);
    fs.fsyncSync(fd);
    const open = fd;
    fd = undefined;
    fs.closeSync(open); // network disks tell here that they are full
  } finally {
    if (fd !== undefined) closeQuietly(fd);
  }
}

function place({ path, bytes, target, temporary }: Staged): void {
  try {
    if (temporary === undefined) writeInto(target, bytes);
    else {
      fs.renameSync(temporary, target);
      endTemporary(temporary);
      flushFolder(dirname(target));
    }
  } catch (cause) {
    throw outputError(path, cause, bytes.length);
  }
}

function writeInto(target: string, bytes: Uint8Array): void {
  const fd = fs.openSync(target, 'w');
  try {
    writeAll(fd, bytes);
  } finally {
    fs.closeSync(fd);
  }
}

/** The file itself, where `path` is a link to one. */
function throughLinks(path: string): string {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && fs.existsSync(path)
    ? fs.realpathSync(path)
    : resolve(path);
}

function keepOwner(fd: number, { uid, gid, mode }: fs.Stats): void {
  try {
    fs.fchmodSync(fd, mode & 0o7777);
    if (process.getuid) fs.fchownSync(fd, uid, gid);
  } catch {
    // Not every disk knows them, and not every user may give a file away.
  }
}
