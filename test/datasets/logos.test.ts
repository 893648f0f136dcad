import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { row } from '../../src/compute/index.js';
import { buildLogos } from '../../src/datasets/index.js';
import { plainName } from '../../src/datasets/logos/names.js';
import { brandSide, logoSide } from '../../src/datasets/logos/sides.js';
import { logoFolders } from '../../src/datasets/logos/sources.js';
import { describePictures, openTask } from '../../src/features/index.js';
import { folderOf, temporaryFolder } from '../read/folders.js';
import type { Files } from '../support/put-files.js';
import { inventedLogos } from './logo-files.js';

const invented = (changed?: Files) => folderOf(inventedLogos(changed));
const sources = invented();
const [dir, other] = [temporaryFolder(), temporaryFolder()];
const built = await buildLogos(dir, { letters: 'a-t', sources });
await buildLogos(other, { letters: 'a-t', sources, seed: 6 });

type Row = Readonly<Record<string, string>>;
const table = (where: string, ...path: string[]) =>
  parse(readFileSync(join(where, ...path), 'utf8'), { columns: true }) as Row[];

/** The names of a side by id. */
const shown = (where: string, side: string) =>
  new Map(table(where, 'names.csv').flatMap((line) => (line.side === side ? [[line.id!, line.name!]] : [])));

/** The picture of each brand of a side. */
const drawn = (where: string, side: string) =>
  Object.fromEntries(
    [...shown(where, side)].map(([id, name]) => [
      name,
      readFileSync(join(where, side, 'pictures', `${id}.svg`), 'utf8'),
    ]),
  );

test('a brand is one entity, within the letters; what is hidden, or has the name of another, is none', () => {
  expect(Object.keys(drawn(dir, 'left')).sort()).toEqual(['acmeplus', 'boltjs', 'brook', 'twice']);
  expect(Object.keys(drawn(dir, 'right')).sort()).toEqual(['acmeplus', 'boltjs', 'cloudy']);
  expect(built).toEqual({ entities: 7, triples: 0, links: 2 });
});

test('of two drawings that which is nearer to a square, in its own box', () => {
  const { acmeplus, brook } = drawn(dir, 'left');
  expect(acmeplus).toContain('viewBox="0 0 24 24"');
  expect(brook).toContain('viewBox="-1 -1 24 24"');
});

test('a gradient goes by a number in place of its name, and still is found', () => {
  expect(drawn(dir, 'left').acmeplus).toMatch(/<linearGradient id="i0">.*fill="url\(#i0\)"/);
});

test('equal names are the truth, which no reader takes for more', () => {
  const { truth, task, notes } = openTask(dir);
  const [left, right] = [shown(dir, 'left'), shown(dir, 'right')];
  const { links } = truth!;
  const pairs = Array.from(links.left, (l, i) => [
    left.get(task.left.ids[l]!),
    right.get(task.right.ids[links.right[i]!]!),
  ]);
  expect(pairs.sort()).toEqual([
    ['acmeplus', 'acmeplus'],
    ['boltjs', 'boltjs'],
  ]);
  expect(notes.join('\n')).toMatch(/not used: .*names\.csv/);
});

test('names of one brand are written in many ways', () => {
  const ways = [
    ['C++', 'c-plusplus'],
    ['C#', 'c-sharp'],
    ['Node.js', 'nodejs'],
    ['.NET', 'dotnet'],
    ['Citroën', 'citroen'],
  ];
  for (const [a, b] of ways) expect(plainName(a!)).toBe(plainName(b!));
  expect(plainName('C')).not.toBe(plainName('C++'));
});

/** Names that stand in a text, but for shapes. */
const namesIn = (text: string, names: Iterable<string>) => {
  const plain = plainName(text.replace(/ (d|points)="[^"]*"/g, ''));
  return [...names].filter((name) => name.length > 3 && plain.includes(name));
};

test('no name stands in what is read', () => {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(csv|svg)$/.test(name));
  const names = [...shown(dir, 'left').values(), ...shown(dir, 'right').values()];
  const read = files.filter((name) => name !== 'names.csv');
  expect(read).toHaveLength(4 + 1 + 7);
  expect(read.flatMap((name) => namesIn(`${name} ${readFileSync(join(dir, name), 'utf8')}`, names))).toEqual([]);
});

/** The likeness of each left brand to each right one, by names: every feature there is. */
async function likeness(where: string) {
  const { task } = await describePictures(openTask(where));
  expect(task.modalities).toEqual([{ name: 'image', comparable: true }]);
  const [left, right] = (['left', 'right'] as const).map((side) => {
    const { values } = task[side].features.get('image')!;
    return task[side].ids.map((id, i) => [shown(where, side).get(id)!, row(values, i)] as const);
  });
  return Object.fromEntries(
    left!.flatMap(([a, x]) =>
      right!.map(([b, y]) => [
        `${a} ${b}`,
        Math.round(1e4 * x.reduce((sum, value, d) => sum + value * y[d]!, 0)) / 1e4,
      ]),
    ),
  );
}

test('other ids change nothing: pictures are the same, brand by brand, and nothing else is told', async () => {
  for (const side of ['left', 'right']) expect(drawn(other, side)).toEqual(drawn(dir, side));
  expect(readFileSync(join(other, 'names.csv'), 'utf8')).not.toBe(readFileSync(join(dir, 'names.csv'), 'utf8'));
  const [here, there] = [await likeness(dir), await likeness(other)];
  expect(Object.keys(here)).toHaveLength(4 * 3);
  for (const [pair, value] of Object.entries(here)) expect(there[pair], pair).toBeCloseTo(value, 3);
});

test('what is missing or damaged is named, with the command that brings it', async () => {
  expect(() => logoFolders(temporaryFolder())).toThrow(
    /@iconify-json\/logos, simple-icons in [\s\S]*npm install --no-save @iconify-json\/logos@\S+ simple-icons@/,
  );
  const damaged = invented({ '@iconify-json/logos/icons.json': '{"icons": {' });
  await expect(buildLogos(temporaryFolder(), { sources: damaged })).rejects.toThrow(/icons\.json: cannot be read: /);
  for (const letters of ['c-a', 'abc', ''])
    await expect(buildLogos(temporaryFolder(), { sources, letters })).rejects.toThrow(/letters[\s\S]*such as a-c/);
});

function installed(): boolean {
  try {
    return logoFolders() !== undefined;
  } catch (error) {
    console.warn(`logos as they are published are not tested: ${(error as Error).message}`);
    return false;
  }
}

describe.skipIf(!installed())('the published sources', () => {
  test('give some hundred brands of a to c, of which fewer than half of either side have a partner, and no names', () => {
    const folders = logoFolders();
    const within = (plain: string) => /^[abc]/.test(plain);
    const [left, right] = [logoSide(folders, within), brandSide(folders, within)];
    const keys = new Set(right.entities.map(({ key }) => key));
    const both = left.entities.filter(({ key }) => keys.has(key)).length;
    expect(both).toBeGreaterThan(100);
    expect(both).toBeLessThan(Math.min(left.entities.length, right.entities.length) / 2);
    for (const { key, label, attributes, picture } of [...left.entities, ...right.entities]) {
      expect([label, attributes]).toEqual(['', {}]);
      expect(namesIn(String(picture), [key])).toEqual([]);
    }
  });
});
