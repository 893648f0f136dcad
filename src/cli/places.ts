import { existsSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { OptionError, type Work } from '../base/index.js';
import type { Dataset, GraphPlace } from '../read/index.js';

/** The two graphs that a command names: one folder of both (or `emoji`), or a file or folder for each. */
export const placeOf = (left: string, right?: string): GraphPlace => (right === undefined ? left : [left, right]);

/** Opens the graphs with all their features, pictures too. */
export async function openPlace(place: GraphPlace, seed: number, work: Work): Promise<Dataset> {
  const { describePictures, openTask } = await import('../features/index.js');
  return describePictures(openTask(place, { seed }), {}, work);
}

/**
 * Refuses to write among the files of a graph: they would be read as a part of it the next time, matches as its links.
 * @throws {OptionError}
 */
export function checkApart(option: string, path: string, place: GraphPlace): void {
  const folders = (typeof place === 'string' ? [place] : place).filter(
    (each) => existsSync(each) && statSync(each).isDirectory(),
  );
  const inside = folders.find((folder) => relative(resolve(folder), dirname(resolve(path))) === '');
  if (inside === undefined) return;
  throw new OptionError(
    `${path} would lie among the files of ${inside}, and be read as one of them the next time`,
    option,
    'Choose another folder',
  );
}
