import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../base/index.js';

/** A folder of named files, plain or packed; readers of a format see only this. */
export interface Source {
  /** The folder. */
  readonly dir: string;
  /** Whether there is a file of that name. */
  has(name: string): boolean;
  /** What errors call the file. */
  path(name: string): string;
  /** The file's bytes. @throws {InputError} when it is missing, unreadable or corrupt */
  bytes(name: string): Uint8Array;
}

/** A folder as it lies on disk. @throws {InputError} when there is no such folder */
export function folderSource(dir: string): Source {
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new InputError('no such folder', dir, 'Give a folder that holds two graphs, or `emoji`');
  const names = new Set(readdirSync(dir));
  const path = (name: string) => join(dir, name);
  return { dir, path, has: (name) => names.has(name), bytes: (name) => readBytes(path(name)) };
}

/** A file's bytes. @throws {InputError} that says whether the file is missing or cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new InputError('no such file', path, 'Check the path', { cause });
    if (code === 'EISDIR') throw new InputError('is a folder', path, 'Give a file', { cause });
    throw new InputError(`cannot be read (${code})`, path, 'Check the permissions', { cause });
  }
}

/** Bytes as text. @throws {InputError} when they are not UTF-8 */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError('is not UTF-8 text', path, 'Convert the file to UTF-8', { cause });
  }
}
