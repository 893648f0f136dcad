import { isAbsolute, join, normalize } from 'node:path';
import { sumsFile } from './folders.js';
import { isFolder, lookAt, readFile } from './read-file.js';
import { sha256 } from './sealed.js';

const line = /^([0-9a-f]{64}) [ *](.+)$/;

/**
 * Files of a folder that are not what its list of checksums (`SHA256SUMS`, as `buildFolder` or sha256sum write it) says,
 * missing ones among them, by their names in the folder; none where there is no list.
 * @throws {InputError} for a file that is there and cannot be read
 */
export function changedFiles(folder: string): string[] {
  const list = join(folder, sumsFile);
  if (!isFolder(folder) || !lookAt(list)?.isFile()) return [];
  return readFile(list)
    .toString()
    .split('\n')
    .flatMap((text) => {
      const [, sum, name] = line.exec(text) ?? [];
      // A list may come from anywhere: what lies outside of the folder is none of its files.
      if (!name || isAbsolute(name) || normalize(name).startsWith('..')) return [];
      const file = join(folder, name);
      return lookAt(file)?.isFile() && sha256(readFile(file)) === sum ? [] : [name];
    });
}
