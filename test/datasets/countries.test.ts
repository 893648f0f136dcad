import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { countriesList, worldCountries } from '../../src/datasets/countries/sources.js';
import { buildCountries } from '../../src/datasets/index.js';
import { readFolder } from '../../src/read/index.js';
import { temporaryFolder } from '../read/folders.js';

const [dir, again, other] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
const built = await buildCountries(dir);
const table = (...path: string[]) => readFileSync(join(dir, ...path), 'utf8');

test('countries are all there, with their flags, named in two languages', () => {
  const { task, truth, notes } = readFolder(dir, { seed: 1 });
  const { left, right } = task;
  expect(left.entityCount + right.entityCount).toBe(built.entities);
  expect(left.triples.head.length + right.triples.head.length).toBe(built.triples);
  expect(truth!.count).toBe(built.links);
  expect([left, right].map((graph) => graph.pictures!.filter(Boolean).length)).toEqual([250, 252]);
  const partner = truth!.rightOf(left.entityCount);
  const byName = (label: string) => right.labels[partner[left.labels.indexOf(label)]!];
  expect(['Deutschland', 'Frankreich', 'Vereinigte Staaten', 'Euro', 'German'].map(byName)).toEqual([
    'Germany',
    'France',
    'United States',
    'Euro',
    'German',
  ]);
  expect(notes.join('\n')).toContain(`${built.links} links, for evaluation only`);
});

test('no code of a country, a currency or a language is told, nor does an id or an order tell a partner', async () => {
  const codes = new Set([
    ...worldCountries().flatMap(({ cca2, cca3, currencies, languages }) => [
      ...[cca2, cca3],
      ...Object.keys(currencies),
      ...Object.keys(languages),
    ]),
    ...Object.values(countriesList().countries).flatMap(({ currency, languages }) => [...currency, ...languages]),
  ]);
  const names = new Set(['head', 'relation', 'tail', 'id', 'label', 'official', 'native', 'capital', 'area']);
  for (const side of ['left', 'right'])
    for (const file of ['entities.csv', 'triples.csv']) {
      const cells = (parse(table(side, file)) as string[][]).flat().filter((cell) => !names.has(cell));
      expect(cells.filter((cell) => codes.has(cell))).toEqual([]);
    }
  const links = (parse(table('truth.csv'), { columns: true }) as { left: string; right: string }[]).map(
    ({ left, right }) => [Number(left), Number(right)] as const,
  );
  expect(links.filter(([l, r]) => l === r).length).toBeLessThan(10);
  const ascending = links.filter(([, r], i) => i > 0 && r > links[i - 1]![1]).length / links.length;
  expect(Math.abs(ascending - 0.5)).toBeLessThan(0.1);
});

test('the same seed gives the same bytes, another one other ids', async () => {
  await buildCountries(again);
  await buildCountries(other, { seed: 2 });
  for (const file of ['truth.csv', 'sources.json', 'left/triples.csv', 'right/entities.csv'])
    expect(readFileSync(join(again, file), 'utf8')).toBe(table(file));
  expect(readFileSync(join(other, 'truth.csv'), 'utf8')).not.toBe(table('truth.csv'));
  expect(readdirSync(join(again, 'left', 'flags'))).toHaveLength(250);
  expect(existsSync(join(dir, 'left', 'truth.csv'))).toBe(false);
});
