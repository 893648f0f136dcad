import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { buildFolder } from '../../src/base/index.js';
import { attributes } from '../../src/datasets/emoji/attributes.js';
import { builtSides, record, writeWords } from '../../src/datasets/emoji/build.js';
import { catalog } from '../../src/datasets/emoji/catalog.js';
import { buildEmojiOptions } from '../../src/datasets/emoji/options.js';
import { pictures } from '../../src/datasets/emoji/pictures.js';
import { relations } from '../../src/datasets/emoji/relations.js';
import { parseSide } from '../../src/datasets/emoji/sources.js';
import { SHEET_COLUMNS, THUMBNAIL, thumbnailSheet } from '../../src/datasets/emoji/thumbnails.js';
import { embeddedFolder } from '../../src/features/index.js';
import { readFolder } from '../../src/read/index.js';
import { temporaryFolder } from '../read/folders.js';

describe('catalog', () => {
  test('has every emoji, toned form, subgroup and group once', () => {
    const entities = catalog('en');
    const count = (kind: string) => entities.filter((e) => e.kind === kind).length;
    expect([count('emoji'), count('toned'), count('subgroup'), count('group')]).toEqual([1923, 2030, 100, 10]);
    expect(new Set(entities.map((e) => e.key)).size).toBe(entities.length);
  });

  test('has the same keys in every language, with other labels', () => {
    const [en, de] = [catalog('en'), catalog('de')];
    expect(new Set(de.map((e) => e.key))).toEqual(new Set(en.map((e) => e.key)));
    expect(de.find((e) => e.key === '1F34E')!.label).toBe('roter Apfel');
  });
});

describe('relations', () => {
  // The triples of the pair that the public implementation was measured on: 7,731 in English.
  test('are those of the measured pair', () => {
    const byName = new Map<string, number>();
    for (const [, relation] of relations(catalog('en'))) byName.set(relation, (byName.get(relation) ?? 0) + 1);
    const count = (name: string) => byName.get(name);
    expect(count('inSubgroup')).toBe(1923);
    expect(count('toneVariantOf')).toBe(2030);
    expect(count('sharesKeywords:sameSubgroup')).toBe(2139);
    expect(count('sharesKeywords:sameGroup')).toBe(452);
    expect(count('sharesKeywords:otherGroup')).toBe(559);
    expect([...byName.values()].reduce((a, b) => a + b)).toBe(7731);
  });

  test('give a toned form one edge, to its base', () => {
    const entities = catalog('de');
    const toned = new Map(entities.filter((e) => e.kind === 'toned').map((e) => [e.key, e.base]));
    const touching = relations(entities).filter(([h, , t]) => toned.has(h) || toned.has(t));
    expect(touching).toHaveLength(toned.size);
    for (const [head, relation, tail] of touching) expect([relation, tail]).toEqual(['toneVariantOf', toned.get(head)]);
  });
});

describe('attributes', () => {
  test('know nothing of the code points: a toned form has those of any other tone', () => {
    const en = catalog('en');
    const [left] = attributes(en, catalog('de'));
    const rowOf = (label: string) => {
      const i = en.findIndex((e) => e.label === label);
      return [...left.data.subarray(i * left.cols, (i + 1) * left.cols)];
    };
    expect(rowOf('waving hand: light skin tone')).toEqual(rowOf('waving hand: dark skin tone'));
    expect(rowOf('red apple')).not.toEqual(rowOf('green apple'));
  });
});

describe('pictures', () => {
  test('are SVG, and missing where the vendor has none', () => {
    const en = catalog('en');
    const twemoji = pictures(en, 'twemoji');
    const lacking = en.filter((e, i) => e.source && !twemoji[i]).map((e) => e.label);
    expect(lacking).toEqual(expect.arrayContaining(['light skin tone', 'red hair']));
    expect(lacking).toHaveLength(9);
    expect(twemoji[0]).toMatch(/^<svg xmlns/);
  });

  test('make the same thumbnail sheet twice', async () => {
    const some = pictures(catalog('en').slice(0, 70), 'noto');
    const sum = async () =>
      createHash('sha256')
        .update(await thumbnailSheet(some))
        .digest('hex');
    expect(await sum()).toBe(await sum());
  });
});

// The image features alone take minutes to make: `npm run build:emoji -- --check` compares them too, to the byte.
describe('the embedded pair is what the builder gives', () => {
  const options = buildEmojiOptions.resolve();
  const sides = builtSides(options);
  const embedded = readFolder(embeddedFolder(), { seed: 1 });

  test('from the packages that are installed', async () => {
    expect(JSON.parse(readFileSync(join(embeddedFolder(), 'sources.json'), 'utf8'))).toEqual(await record(options));
  });

  test('in entities, triples, attributes, kinds and links', async () => {
    const dir = temporaryFolder();
    expect(await buildFolder(dir, (folder) => writeWords(folder, sides))).toBe(4063);
    const built = readFolder(dir, { seed: 1 });
    expect(built.truth).toEqual(embedded.truth);
    for (const side of ['left', 'right'] as const) {
      const [mine, theirs] = [built.task[side], embedded.task[side]];
      for (const part of ['ids', 'labels', 'facets', 'triples', 'relationCount'] as const)
        expect(mine[part]).toEqual(theirs[part]);
      const [a, b] = [mine, theirs].map((graph) => graph.features.get('attribute')!);
      expect(a!.known).toEqual(b!.known);
      // 16 bits: half a step of a row's largest value, which is below 1.
      const worst = a!.values.data.reduce((max, v, i) => Math.max(max, Math.abs(v - b!.values.data[i]!)), 0);
      expect(worst).toBeLessThan(0.51 / 32767);
    }
  });

  test('in which pictures there are, and the thumbnails show them', async () => {
    for (const [s, { svgs, entities }] of sides.entries()) {
      const graph = s === 0 ? embedded.task.left : embedded.task.right;
      const { known } = graph.features.get('image')!;
      const first = s === 0 ? 0 : sides[0].entities.length;
      expect(entities.map((_, i) => known[graph.row(String(first + i))!])).toEqual(svgs.map((svg) => (svg ? 1 : 0)));
      const row = { left: 0, top: 0, width: SHEET_COLUMNS * THUMBNAIL, height: THUMBNAIL };
      const committed = sharp(join(embeddedFolder(), `thumbnails_${s + 1}.webp`)).extract(row);
      const [a, b] = await Promise.all(
        [sharp(await thumbnailSheet(svgs.slice(0, SHEET_COLUMNS))), committed].map((image) =>
          image.flatten({ background: '#fff' }).raw().toBuffer(),
        ),
      );
      // Both are lossy: they differ by a few of 255 levels in the mean, other pictures by tens.
      expect(meanDifference(a!, b!)).toBeLessThan(4);
      expect(
        meanDifference(a!, Buffer.concat([b!.subarray(THUMBNAIL * 3), b!.subarray(0, THUMBNAIL * 3)])),
      ).toBeGreaterThan(15);
    }
  });
});

test('an unknown vendor or locale is refused by name', () => {
  expect(() => parseSide('en:twemojy')).toThrow(/Did you mean "twemoji"/);
  expect(() => parseSide('en')).toThrow(/LOCALE:VENDOR/);
  expect(() => catalog('xx')).toThrow(/emojibase-data/);
});

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / a.length;
}
