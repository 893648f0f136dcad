import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OptionError, type Work } from '../base/index.js';
import type { Dataset, GraphPlace } from '../read/index.js';

/** The two graphs that a command names: one folder of both (or `emoji`), or a file or folder for each. */
export const placeOf = (left: string, right?: string): GraphPlace => (right === undefined ? left : [left, right]);

/** Opens the graphs with all their features, pictures too. */
export async function openPlace(place: GraphPlace, seed: number, work: Work): Promise<Dataset> {
  const { describePictures, openTask } = await import('../features/index.js');
  return describePictures(openTask(place, { seed }), {}, work);
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

/**
 * Refuses to write over what is read, or among the files of a graph: they would be read as a part of it the next time,
 * matches as its links.
 * @param read files and folders that the command reads
 * @throws {OptionError}
 */
export function checkApart(option: string, path: string, read: readonly string[]): void {
  for (const each of read) {
    if (resolve(each) === resolve(path))
      throw new OptionError(`${path} is what is read`, option, 'Choose another name');
    if (!isFolder(each) || dirname(resolve(path)) !== resolve(each)) continue;
    throw new OptionError(
      `${path} would lie among the files of ${each}, and be read as one of them the next time`,
      option,
      'Choose another folder',
    );
  }
}

/** Refuses a folder that holds other things than what was written there before. @throws {OptionError} */
export function checkOwnFolder(option: string, folder: string, ours: readonly string[]): void {
  const other = isFolder(folder) ? readdirSync(folder).find((name) => !ours.includes(name)) : undefined;
  if (other !== undefined)
    throw new OptionError(`${folder} holds other files, such as ${other}`, option, 'Give a new or an empty folder');
}
