import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isFolder, isTemporary, OptionError, type Work } from '../base/index.js';
import type { FeaturedDataset, FittedFeatures } from '../features/index.js';
import type { AlignmentTask } from '../graph/index.js';
import type { GraphPlace } from '../read/index.js';
import type { Weights } from '../seeds/index.js';

/** The two graphs that a command names: one folder of both (or `emoji`), or a file or folder for each. */
export const placeOf = (left: string, right?: string): GraphPlace => (right === undefined ? left : [left, right]);

/** What commands may be told of how to read. */
export interface ReadFlags {
  readonly seed: number;
  readonly language?: string | undefined;
  readonly fold?: string | undefined;
  /** How features were made of earlier files. */
  readonly fitted?: FittedFeatures | undefined;
}

/**
 * Opens the graphs with all their features, pictures too; with `fold` the truth is that fold's test links.
 * @throws {OptionError} for a fold that is not there
 */
export async function openPlace(
  place: GraphPlace,
  { seed, language = '', fold, fitted }: ReadFlags,
  work: Work,
): Promise<FeaturedDataset> {
  const { describePictures, openTask } = await import('../features/index.js');
  const folder = fold === undefined ? undefined : foldFolder(place, fold);
  const described = await describePictures(openTask(place, { seed, language, fitted: fitted ?? null }), {}, work);
  const dataset =
    folder === undefined
      ? described
      : { ...described, ...(await import('../read/index.js')).withFold(described, folder) };
  if (place !== 'emoji' || !isFolder('emoji')) return dataset;
  return { ...dataset, notes: [...dataset.notes, '"emoji" is the embedded data: the folder of that name is ./emoji'] };
}

/** The folder of a fold: `721_5fold/1` in the data's, or `1` where there is one such division alone. @throws {OptionError} */
function foldFolder(place: GraphPlace, fold: string): string {
  if (typeof place !== 'string' || place === 'emoji')
    throw new OptionError('folds are in a folder of both graphs', '--fold', 'Give such a folder, as of OpenEA');
  const divisions = isFolder(place) ? readdirSync(place).filter((name) => /^\d+_\d+fold$/.test(name)) : [];
  const found = [join(place, fold), ...divisions.map((name) => join(place, name, fold))].filter(isFolder);
  if (found.length === 1) return found[0]!;
  const all = divisions.flatMap((name) => readdirSync(join(place, name)).map((each) => `${name}/${each}`));
  throw new OptionError(
    `${found.length === 0 ? 'no' : 'more than one'} fold ${fold} in ${place}`,
    '--fold',
    all.length > 0
      ? `There are ${all.sort().join(', ')}`
      : 'It has none; OpenEA keeps them in a folder such as 721_5fold',
  );
}

/** Which features have no weight, so that seeds are made without them. */
export async function weightNotes(task: AlignmentTask, weights?: Weights | 'learned'): Promise<string[]> {
  if (weights === 'learned') return [];
  const { fusedWeights, unusedModalities } = await import('../seeds/index.js');
  return unusedModalities(task, weights ?? fusedWeights).map(
    (name) =>
      `the features "${name}" have no weight, and make no seeds: psqe align and psqe seeds take --weights ${name}=1,…`,
  );
}

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
  const other = isFolder(folder)
    ? readdirSync(folder).find((name) => !ours.includes(name) && !isTemporary(name))
    : undefined;
  if (other !== undefined)
    throw new OptionError(`${folder} holds other files, such as ${other}`, option, 'Give a new or an empty folder');
}
