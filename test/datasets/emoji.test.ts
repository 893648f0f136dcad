import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { attributes } from '../../src/datasets/emoji/attributes.js';
import { catalog } from '../../src/datasets/emoji/catalog.js';
import { pictures } from '../../src/datasets/emoji/pictures.js';
import { relations } from '../../src/datasets/emoji/relations.js';
import { parseSide } from '../../src/datasets/emoji/sources.js';
import { thumbnailSheet } from '../../src/datasets/emoji/thumbnails.js';

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

test('an unknown vendor or locale is refused by name', () => {
  expect(() => parseSide('en:twemojy')).toThrow(/Did you mean "twemoji"/);
  expect(() => parseSide('en')).toThrow(/LOCALE:VENDOR/);
  expect(() => catalog('xx')).toThrow(/emojibase-data/);
});
