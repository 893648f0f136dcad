import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { checkRegular, InputError, isFolder, lookAt, namesIn, readFile, textOf } from '../base/index.js';
import { checkText } from './tabular/text.js';

/** A folder of named files, plain or packed; readers of a format see only this. */
export interface Source {
  /** The folder, or what errors call it. */
  readonly dir: string;
  /** The files' names, sorted. */
  readonly names: readonly string[];
  /** Folders in it, sorted. */
  readonly folders: readonly string[];
  /** Whether there is a file of that name. */
  has(name: string): boolean;
  /** What errors call the file. */
  path(name: string): string;
  /** The file's bytes. @throws {InputError} when it is missing, unreadable or corrupt */
  bytes(name: string): Uint8Array;
}

/** A folder as it lies on disk. @throws {InputError} when there is no such folder */
export function folderSource(dir: string): Source {
  if (!lookAt(dir)?.isDirectory())
    throw new InputError('no such folder', dir, 'Give a folder that holds two graphs, or `emoji`');
  const names = namesIn(dir);
  const folders = names.filter((name) => isFolder(join(dir, name)));
  return sourceOf(
    dir,
    names.filter((name) => !folders.includes(name)),
    { folders },
  );
}

/** A file, or a folder as it lies on disk: what one graph of a pair is given as. @throws {InputError} when there is neither */
export function graphSource(path: string): Source {
  const there = lookAt(path);
  if (!there) throw new InputError('no such file or folder', path, 'Check the path');
  if (there.isDirectory()) return folderSource(path);
  checkRegular(there, path);
  // A file that is named may be a link to anywhere; what lies in a folder may not.
  return { ...sourceOf(dirname(path), [basename(path)], { name: path }), bytes: () => readFile(path) };
}

/** Some files of a folder. @param more.name what errors call them all together; the folder when not given */
export function sourceOf(
  dir: string,
  files: readonly string[],
  more: { readonly name?: string; readonly folders?: readonly string[] } = {},
): Source {
  const names = [...files].sort();
  const known = new Set(names);
  const path = (file: string) => join(dir, file);
  return {
    dir: more.name ?? dir,
    names,
    folders: [...(more.folders ?? [])].sort(),
    path,
    has: (file) => known.has(file),
    bytes(file) {
      checkWithin(dir, path(file));
      return readFile(path(file));
    },
  };
}

/** Some of a source's files. @param name what errors call them all together */
export function partOf(
  source: Source,
  files: readonly string[],
  name: string,
  folders: readonly string[] = [],
): Source {
  const known = new Set(files);
  return { ...source, dir: name, names: [...files].sort(), folders, has: (file) => known.has(file) };
}

/** Whether a file is what it seems to be, no link out of its folder; one that is not there is. */
export function isWithin(dir: string, path: string): boolean {
  if (!existsSync(path)) return true;
  const folder = realpathSync(dir);
  return realpathSync(path).startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** @throws {InputError} for a file that is a link out of its folder */
export function checkWithin(dir: string, path: string): void {
  if (isWithin(dir, path)) return;
  throw new InputError(`is a link to ${realpathSync(path)}, out of the folder`, path, 'Copy the file into the folder');
}

/** Bytes as text. @throws {InputError} when they are not UTF-8, with the line */
export function decodeText(bytes: Uint8Array, path: string): string {
  checkText(bytes, path);
  return textOf(bytes, path);
}
