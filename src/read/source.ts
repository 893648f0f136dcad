import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../base/index.js';

/** A folder of named files, plain or packed; readers of a format see only this. */
export interface Source {
  /** The folder, or what errors call it. */
  readonly dir: string;
  /** The files' names, sorted. */
  readonly names: readonly string[];
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
  return sourceOf(dir, readdirSync(dir));
}

/** A file, or a folder as it lies on disk: what one graph of a pair is given as. @throws {InputError} when there is neither */
export function graphSource(path: string): Source {
  if (!existsSync(path)) throw new InputError('no such file or folder', path, 'Check the path');
  return statSync(path).isDirectory() ? folderSource(path) : sourceOf(dirname(path), [basename(path)], path);
}

/** Some files of a folder. @param name what errors call them all together; the folder when not given */
export function sourceOf(dir: string, files: readonly string[], name = dir): Source {
  const names = [...files].sort();
  const known = new Set(names);
  const path = (file: string) => join(dir, file);
  return { dir: name, names, path, has: (file) => known.has(file), bytes: (file) => readBytes(path(file)) };
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
