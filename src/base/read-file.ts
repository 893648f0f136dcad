import { constants } from 'node:buffer';
import fs from 'node:fs';
import { InputError } from './errors.js';
import { systemMeaning } from './system-errors.js';

// Every file that a user names or that the package wrote before is read through this file: what is no regular file (a
// pipe, a device) could wait or give bytes for ever.

/** Bytes of one file: what every Node.js here reads at once. */
const mostBytes = 2 ** 31 - 1;

/** What to do about a system's refusal to read. */
const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'Check the path',
  EISDIR: 'Give a file',
  EMFILE: 'Close other programs, or raise the limit (ulimit -n)',
  ENFILE: 'Close other programs, or raise the limit (ulimit -n)',
  ENAMETOOLONG: 'Check the path',
  ENOTDIR: 'Check the path',
  ELOOP: 'Check the links in the path',
  EIO: 'Copy the file to another disk',
};

/**
 * The bytes of a regular file of at most 2 GB.
 * @param remedy what to do about a file that cannot be read; by default what the system's refusal suggests
 * @throws {InputError} that says whether the file is missing, no regular file, too large, or cannot be read
 */
export function readFile(path: string, remedy?: string): Buffer<ArrayBuffer> {
  try {
    const stats = fs.statSync(path);
    checkRegular(stats, path);
    if (stats.size > mostBytes)
      throw new InputError(
        `has ${gigabytes(stats.size)}, more than the ${gigabytes(mostBytes)} that can be read of one file`,
        path,
        'Split it, or leave out what is not needed',
      );
    return fs.readFileSync(path) as Buffer<ArrayBuffer>;
  } catch (cause) {
    throw inputError(path, cause, remedy);
  }
}

/** @throws {InputError} for what is neither a file nor a folder */
export function checkRegular(stats: fs.Stats, path: string): void {
  if (!stats.isFile() && !stats.isDirectory())
    throw new InputError(`is ${kindOf(stats)}`, path, 'Give a regular file: write what it gives into one');
}

/** The names in a folder, as the system gives them. @throws {InputError} */
export function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (cause) {
    throw inputError(folder, cause);
  }
}

/** What a path leads to; undefined where there is nothing. @throws {InputError} for a link to nothing, and when the system refuses to look */
export function lookAt(path: string): fs.Stats | undefined {
  try {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    // A link is there although what it leads to is not: to take it for nothing would lose what it stands for.
    if (stats || !fs.lstatSync(path, { throwIfNoEntry: false })) return stats;
    return fs.statSync(path);
  } catch (cause) {
    throw inputError(path, cause);
  }
}

/** Whether a path leads to a folder; false too where the system refuses to look. */
export function isFolder(path: string): boolean {
  try {
    return fs.statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** UTF-8 bytes as text; what is not UTF-8 is replaced. @throws {InputError} when there is more than one text can hold */
export function textOf(bytes: Uint8Array, path: string): string {
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new InputError(
      `has ${gigabytes(bytes.length)} of text, more than the ${gigabytes(constants.MAX_STRING_LENGTH)} that can be read at once`,
      path,
      'Split it, or leave out what is not needed',
    );
  return new TextDecoder().decode(bytes);
}

const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;

const kindOf = (stats: fs.Stats) => (stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device');

function inputError(path: string, cause: unknown, remedy?: string): InputError {
  if (cause instanceof InputError) return cause;
  const { code = '' } = cause as NodeJS.ErrnoException;
  const what = code === 'ENOENT' ? missing(path) : code === 'EISDIR' ? 'is a folder' : undefined;
  const refused = `cannot be read: ${systemMeaning(cause) ?? (code || (cause as Error).message)}`;
  return new InputError(what ?? refused, path, remedy ?? remedies[code] ?? 'Check the permissions', { cause });
}

function missing(path: string): string {
  try {
    return `is a link to ${fs.readlinkSync(path)}, which is not there`;
  } catch {
    return 'no such file';
  }
}
