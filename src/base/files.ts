import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OutputError } from './errors.js';
import { systemMeaning, systemRemedy } from './system-errors.js';
import { clearTemporaries, removeTemporary, temporaryPath } from './temporary.js';

// Every write of the package goes through this file (test/house.test.ts). Own code, since the libraries for it
// (write-file-atomic 7.0.1, atomically 2.1.1) call write once: on a nearly full disk it takes a part, and they rename
// the part into place. Functions are called as `fs.x`, so that tests can make any of them fail.

/**
 * Writes a whole file or nothing: to a temporary file beside it, every byte counted, flushed, renamed into place, and
 * the folder flushed. Makes the folder when it is missing; keeps links, mode and owner of a file that is there. What is
 * no regular file (a device, a pipe) is written to as it is.
 * @throws {OutputError} with what the system refused and what to do; an old file is then as it was
 */
export function writeFile(path: string, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  try {
    const target = throughLinks(path);
    const old = fs.statSync(target, { throwIfNoEntry: false });
    if (old && !old.isFile() && !old.isDirectory()) writeInto(target, bytes);
    else {
      makeFolders(dirname(target));
      clearTemporaries(dirname(target));
      replace(target, bytes, old);
    }
  } catch (cause) {
    throw outputError(path, cause, bytes.length);
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

/**
 * Makes a new folder with these files in it, by their names: it is there with all of them, or not at all.
 * @throws {OutputError} also when there is something of that name
 */
export function makeFolder(path: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  const parent = dirname(resolve(path));
  const temporary = temporaryPath(parent);
  try {
    makeFolders(parent);
    clearTemporaries(parent);
    fs.mkdirSync(temporary);
    for (const [name, data] of Object.entries(files)) writeFile(join(temporary, name), data);
    fs.renameSync(temporary, path);
    flushFolder(parent);
  } catch (cause) {
    removeTemporary(temporary);
    throw outputError(path, cause instanceof OutputError ? cause.cause : cause);
  }
}

/** Writes all bytes to an open file: a write may take a part of what it is given, a nearly full disk does. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const written = fs.writeSync(fd, bytes, done, bytes.length - done);
    if (written === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    done += written;
  }
}

/** Writes a text to a file that is open, e.g. stdout led into one. @param name what errors call it @throws {OutputError} */
export function writeOpen(fd: number, text: string, name: string): void {
  const bytes = Buffer.from(text);
  try {
    writeAll(fd, bytes);
  } catch (cause) {
    throw outputError(name, cause);
  }
}

function replace(target: string, bytes: Uint8Array, old?: fs.Stats): void {
  const temporary = temporaryPath(dirname(target));
  let fd: number | undefined;
  try {
    fd = fs.openSync(temporary, 'wx', 0o666);
    if (old) keepOwner(fd, old);
    writeAll(fd, bytes);
    fs.fsyncSync(fd);
    const open = fd;
    fd = undefined;
    fs.closeSync(open); // network disks tell here that they are full
    fs.renameSync(temporary, target);
  } catch (error) {
    if (fd !== undefined) closeQuietly(fd);
    removeTemporary(temporary);
    throw error;
  }
  flushFolder(dirname(target));
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

/** Makes the folders that are missing, each entry flushed: a new file is of no use in a folder that a crash takes back. */
function makeFolders(folder: string): void {
  const first = fs.mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(folder); made.length >= resolve(first).length; made = dirname(made))
    flushFolder(dirname(made));
}

const unflushable = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'ENOSYS', 'EISDIR', 'EBADF']);

/** Flushes the names in a folder; some systems and disks cannot. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  let fd: number | undefined;
  try {
    fd = fs.openSync(folder, 'r');
    fs.fsyncSync(fd);
  } catch (error) {
    if (!unflushable.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    if (fd !== undefined) closeQuietly(fd);
  }
}

function closeQuietly(fd: number): void {
  try {
    fs.closeSync(fd);
  } catch {
    // What failed before is what counts.
  }
}

function outputError(path: string, cause: unknown, size?: number): OutputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const what = systemMeaning(cause) ?? message;
  const room = code === 'ENOSPC' && size !== undefined ? spaceLeft(path, size) : '';
  return new OutputError(`cannot be written: ${what}${room}`, path, systemRemedy(cause), { cause });
}

function spaceLeft(path: string, size: number): string {
  try {
    const { bavail, bsize } = fs.statfsSync(dirname(resolve(path)));
    return ` (${size} bytes to write, ${bavail * bsize} free)`;
  } catch {
    return '';
  }
}
