import fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OutputError } from './errors.js';
import { systemMeaning, systemRemedy } from './system-errors.js';

// What the file layer is made of. Functions are called as `fs.x`, so that tests can make any of them fail.

/** Writes all bytes to an open file: a write may take a part of what it is given, a nearly full disk does. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const written = fs.writeSync(fd, bytes, done, bytes.length - done);
    if (written === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    done += written;
  }
}

/** Makes the folders that are missing, each entry flushed: a new file is of no use in a folder that a crash takes back. */
export function makeFolders(folder: string): void {
  const first = fs.mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(folder); made.length >= resolve(first).length; made = dirname(made))
    flushFolder(dirname(made));
}

/** Flushes what a file holds that was written and closed. */
export function flushFile(path: string): void {
  const fd = fs.openSync(path, 'r+');
  try {
    fs.fsyncSync(fd);
  } finally {
    closeQuietly(fd);
  }
}

const unflushable = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOTSUP', 'ENOSYS', 'EISDIR', 'EBADF']);

/** Flushes the names in a folder; some systems and disks cannot. */
export function flushFolder(folder: string): void {
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

export function closeQuietly(fd: number): void {
  try {
    fs.closeSync(fd);
  } catch {
    // What failed before is what counts.
  }
}

/** The error for what the system refused, in words, with what to do. @param size of what was to be written, in bytes */
export function outputError(path: string, cause: unknown, size?: number): OutputError {
  if (cause instanceof OutputError) return cause;
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
