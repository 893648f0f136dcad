import * as z from 'zod';
import { buildFolder, type Options, option, optionSet, type Work } from '../../base/index.js';
import { writePair } from '../written-pair.js';
import { leftSide, rightSide } from './sides.js';
import { countrySources } from './sources.js';

export const buildCountriesOptions = optionSet('buildCountries', {
  seed: option(z.int(), 1, 'Draws the ids, so that no id and no order tells what it stands for'),
});

export interface BuildCountriesOptions extends Options<typeof buildCountriesOptions> {}

/**
 * Builds two graphs of the world's countries with their languages, currencies and regions, told of by two makers, and
 * writes them as tables that `openTask` opens: `left` (world-countries and flag-icons, countries named in German), `right`
 * (countries-list and circle-flags, in English) and `truth.csv`: equal ISO codes, which stand nowhere else.
 * The same sources give the same bytes; the folder is there whole or not at all.
 * @returns how many entities, triples and links were written
 * @throws {InputError} when a source package is missing; {OutputError} when the folder holds other files
 */
export async function buildCountries(
  dir: string,
  options?: BuildCountriesOptions,
  work?: Work,
): Promise<{ entities: number; triples: number; links: number }> {
  const { seed } = buildCountriesOptions.resolve(options);
  const sides = { left: leftSide(), right: rightSide() };
  const pair = { name: 'countries', ...sides, pictures: 'flags', sources: countrySources() };
  const { ids: _, ...counts } = await buildFolder(dir, (folder) => writePair(folder, pair, seed, work));
  return counts;
}
