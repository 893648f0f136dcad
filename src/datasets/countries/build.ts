import { join } from 'node:path';
import * as z from 'zod';
import { type Options, option, optionSet, steps, type Work, writeFile } from '../../base/index.js';
import { random } from '../../compute/index.js';
import { csvText } from '../../read/index.js';
import { type CountrySide, leftSide, rightSide } from './sides.js';
import { countrySources } from './sources.js';

export const buildCountriesOptions = optionSet('buildCountries', {
  seed: option(z.int(), 1, 'Draws the ids, so that no id and no order tells what it stands for'),
});

export interface BuildCountriesOptions extends Options<typeof buildCountriesOptions> {}

/**
 * Builds two graphs of the world's countries with their languages, currencies and regions, told of by two makers, and
 * writes them as tables that `openTask` opens: `left` (world-countries and flag-icons, countries named in German), `right`
 * (countries-list and circle-flags, in English) and `truth.csv`: equal ISO codes, which stand nowhere else.
 * The same sources give the same bytes.
 * @returns how many entities, triples and links were written
 * @throws {InputError} when a source package is missing
 */
export async function buildCountries(
  dir: string,
  options?: BuildCountriesOptions,
  work?: Work,
): Promise<{ entities: number; triples: number; links: number }> {
  const { seed } = buildCountriesOptions.resolve(options);
  const sides = { left: leftSide(), right: rightSide() };
  const { left, right } = sides;
  const ids = { left: drawnIds(left, seed, 'left'), right: drawnIds(right, seed, 'right') };
  const tell = steps(work, 'write countries', left.entities.length + right.entities.length);
  let done = 0;
  for (const name of ['left', 'right'] as const) {
    writeTables(join(dir, name), sides[name], ids[name]);
    for (const { key, picture } of sides[name].entities) {
      if (picture) writeFile(join(dir, name, 'flags', `${ids[name].get(key)}.svg`), picture);
      await tell(++done);
    }
  }
  const links = [...ids.left].flatMap(([key, id]) => (ids.right.has(key) ? [[id, ids.right.get(key)!]] : []));
  const byId = links.sort((a, b) => Number(a[0]) - Number(b[0]));
  writeFile(join(dir, 'truth.csv'), csvText(['left', 'right'], byId));
  writeFile(join(dir, 'sources.json'), `${JSON.stringify({ ...countrySources(), seed }, null, 2)}\n`);
  return {
    entities: left.entities.length + right.entities.length,
    triples: left.triples.length + right.triples.length,
    links: links.length,
  };
}

/** The id of each key: numbers in an order of their own. */
function drawnIds({ entities }: CountrySide, seed: number, name: string): ReadonlyMap<string, string> {
  const order = random(seed).fork(`countries ${name}`).permutation(entities.length);
  return new Map(entities.map(({ key }, i) => [key, String(order[i])]));
}

function writeTables(dir: string, { entities, triples }: CountrySide, ids: ReadonlyMap<string, string>): void {
  const columns = [...new Set(entities.flatMap(({ attributes }) => Object.keys(attributes)))];
  const rows = entities.map(({ key, label, attributes }) => [
    ids.get(key)!,
    label,
    ...columns.map((column) => attributes[column] ?? ''),
  ]);
  const byId = (a: readonly string[], b: readonly string[]) => Number(a[0]) - Number(b[0]);
  writeFile(join(dir, 'entities.csv'), csvText(['id', 'label', ...columns], rows.sort(byId)));
  const ends = triples.map(([head, relation, tail]) => [ids.get(head)!, relation, ids.get(tail)!]);
  writeFile(join(dir, 'triples.csv'), csvText(['head', 'relation', 'tail'], ends.sort(byId)));
}
