import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import { matrix } from '../../src/compute/index.js';
import { shuffledDataset } from '../../src/read/dataset.js';
import { pairOf, type RawGraph, type RawLinks } from '../../src/read/raw.js';
import { RawGraphBuilder } from '../../src/read/raw-builder.js';

type Edge = [string, string, string];
const graph = (name: string, edges: readonly Edge[], more: Partial<RawGraph> = {}, ids: readonly string[] = []) => {
  const builder = new RawGraphBuilder();
  for (const id of ids) builder.entity(id);
  for (const edge of edges) builder.triple(...edge);
  return builder.build(name, more);
};
const left = graph('l', [
  ['0', 'likes', '1'],
  ['1', 'knows', '2'],
]);
const right = graph('r', [
  ['b', 'likes', '0'],
  ['0', 'eats', 'a'],
]);
const links = (pairs: [string, string][], more: Partial<RawLinks> = {}): RawLinks => ({
  name: 'links.tsv',
  left: pairs.map((p) => p[0]),
  right: pairs.map((p) => p[1]),
  at: (i) => `links.tsv:${i + 1}`,
  ...more,
});
const table = (columns: number, known: number[]) => ({
  values: matrix(known.length, columns, new Float32Array(known.length * columns).fill(1)),
  known: Uint8Array.from(known),
});

describe('a builder', () => {
  test('gives every id a row and every relation a number, as they come', () => {
    expect(left.ids).toEqual(['0', '1', '2']);
    expect(left.relations).toEqual(['likes', 'knows']);
    expect(left.triples).toEqual({
      head: Int32Array.of(0, 1),
      relation: Int32Array.of(0, 1),
      tail: Int32Array.of(1, 2),
    });
    expect([left.labels, left.pictures, left.literals]).toEqual([undefined, undefined, undefined]);
  });

  test('keeps labels, pictures and literals at their rows', () => {
    const builder = new RawGraphBuilder();
    builder.entity('x');
    builder.label(builder.entity('y'), 'Ypsilon');
    builder.picture(0, '/p/x.png');
    builder.literal(1, 'name', 'Y', { language: 'de' });
    builder.literal(0, 'size', '3', { datatype: 'int' });
    builder.literal(0, 'name', 'X');
    const { labels, pictures, literals } = builder.build('g');
    expect(labels).toEqual([undefined, 'Ypsilon']);
    expect(pictures).toEqual(['/p/x.png', undefined]);
    expect(literals).toEqual({
      entity: Int32Array.of(1, 0, 0),
      attribute: Int32Array.of(0, 1, 0),
      attributes: ['name', 'size'],
      values: ['Y', '3', 'X'],
      languages: ['de', undefined, undefined],
      datatypes: [undefined, 'int', undefined],
    });
  });

  test('grows past its first columns', () => {
    const many = graph(
      'm',
      Array.from({ length: 5000 }, (_, i): Edge => [`${i}`, 'next', `${i + 1}`]),
    );
    expect(Array.from(many.triples.head)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });
});

describe('a pair', () => {
  test('ids are of their graphs: 0 is in both and means two things', () => {
    const pair = pairOf(left, right, { name: 'p', links: links([['0', 'a']]) });
    expect([pair.left.ids, pair.right.ids]).toEqual([
      ['0', '1', '2'],
      ['b', '0', 'a'],
    ]);
    expect(pair.links).toEqual({ left: Int32Array.of(0), right: Int32Array.of(2) });
  });

  test('relations of equal names are one, whatever their order in the files; how many is said', () => {
    const { left: l, right: r, notes } = pairOf(left, right, { name: 'p' });
    expect([l.relationCount, r.relationCount]).toEqual([3, 3]);
    expect(Array.from(l.triples.relation)).toEqual([2, 1]); // eats, knows, likes
    expect(Array.from(r.triples.relation)).toEqual([2, 0]);
    expect(notes).toContain('1 of 2 and 2 relations have equal names, and are taken for the same');
    const strange = pairOf(left, graph('r', [['a', 'x', 'b']]), { name: 'p' });
    expect(strange.notes.join()).toMatch(/no relation has the same name in both graphs/);
  });

  test('labels are shown, and aligned on where both graphs have some', () => {
    const labelled = { ...left, labels: ['zero', undefined, ''] };
    const both = pairOf(labelled, { ...right, labels: ['B', 'O', 'A'] }, { name: 'p' });
    expect([both.left.labels, both.left.names]).toEqual([
      ['zero', '1', '2'],
      ['zero', '', ''],
    ]);
    const one = pairOf(labelled, right, { name: 'p' });
    expect([one.left.names, one.right.names, one.left.labels![0]]).toEqual([undefined, undefined, 'zero']);
    expect(one.notes).toContain('only l has names: they are not compared');
  });

  test('a modality of one side alone is left out, and said; of two widths is an error', () => {
    const a = { ...left, features: new Map([['image', table(2, [1, 0, 1])]]) };
    const b = { ...right, features: new Map([['image', table(2, [1, 1, 1])]]) };
    expect(pairOf(a, b, { name: 'p' }).modalities).toEqual([{ name: 'image', comparable: true }]);
    const clip = pairOf(
      { ...a, features: new Map([['clip', table(2, [1, 1, 1])]]) },
      { ...b, features: new Map([['clip', table(2, [1, 1, 1])]]) },
      { name: 'p' },
    );
    expect(clip.notes.join('\n')).toMatch(/l: 3 entities have the same features "clip" as another one/);
    const one = pairOf(a, right, { name: 'p' });
    expect([one.modalities, one.left.features.size]).toEqual([[], 0]);
    expect(one.notes).toContain('only l has features "image": they are not compared');
    const unknown = pairOf(a, { ...right, features: new Map([['image', table(2, [0, 0, 0])]]) }, { name: 'p' });
    expect(unknown.modalities).toEqual([]);
    const wide = { ...right, features: new Map([['image', table(3, [1, 1, 1])]]) };
    expect(() => pairOf(a, wide, { name: 'p' })).toThrow(InputError);
    expect(() => pairOf(a, wide, { name: 'p' })).toThrow(/^r: features "image" have 3 columns where l has 2/);
  });

  test('edges in both graphs or in neither', () => {
    const [bare, loops] = [graph('bare', [], {}, ['x']), graph('loops', [['x', 'is', 'x']])];
    expect(() => pairOf(left, bare, { name: 'p' })).toThrow(DataError);
    expect(() => pairOf(left, bare, { name: 'p' })).toThrow(/^bare: no edges, while the other graph has some/);
    expect(() => pairOf(loops, right, { name: 'p' })).toThrow(/^loops: no edges/);
    expect(() => pairOf(left, graph('empty', []), { name: 'p' })).toThrow(/^empty: no entities/);
    expect(shuffledDataset(pairOf(bare, loops, { name: 'p' }), 1).task.left.hasEdges).toBe(false);
  });
});

describe('links for evaluation', () => {
  const bad = links([
    ['0', 'a'],
    ['9', 'a'],
    ['0', 'a'],
    ['1', 'a'],
    ['1', 'z'],
    ['2', 'b'],
  ]);

  test('what is unknown or linked twice is left out, counted, and named by its line; the same once more is nothing', () => {
    const { links: kept, notes } = pairOf(left, right, { name: 'p', links: bad });
    expect(kept).toEqual({ left: Int32Array.of(0, 2), right: Int32Array.of(2, 0) });
    expect(notes.slice(-3)).toEqual([
      'links.tsv: 2 of 6 links have an unknown end, and are left out: links.tsv:2 (9, a); links.tsv:5 (1, z)',
      'links.tsv: 1 of 6 links have an end that is linked already, and are left out: links.tsv:4 (1, a)',
      'links.tsv: 2 links, for evaluation only',
    ]);
  });

  test('none that can be used: no truth, and no error', () => {
    for (const odd of [links([]), links([['8', '9']])]) {
      const { truth, notes } = shuffledDataset(pairOf(left, right, { name: 'p', links: odd }), 1);
      expect(truth).toBeUndefined();
      expect(notes.at(-1)).toBe('links.tsv: no link can be used, so that nothing can be evaluated');
    }
  });

  test("a graph's own links go either way", () => {
    const own = links(
      [
        ['0', 'a'],
        ['b', '1'],
      ],
      { eitherWay: true },
    ); // prettier-ignore
    expect(pairOf({ ...left, links: own }, right, { name: 'p' }).links).toEqual({
      left: Int32Array.of(0, 1),
      right: Int32Array.of(2, 0),
    });
  });
});

test('literals and pictures follow their entities through the shuffle', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 0, max: 99 }), (names, seed) => {
      const builder = new RawGraphBuilder();
      for (const id of names) {
        const row = builder.entity(id);
        builder.label(row, `label ${id}`);
        builder.picture(row, `/p/${id}`);
        builder.literal(row, 'is', `value ${id}`);
      }
      const raw = builder.build('g');
      const g = shuffledDataset(pairOf(raw, raw, { name: 'p' }), seed).task.left;
      expect([...g.ids].sort()).toEqual([...names].sort());
      g.ids.forEach((id, row) => {
        expect([g.labels[row], g.names![row], g.pictures![row]]).toEqual([`label ${id}`, `label ${id}`, `/p/${id}`]);
        expect(g.literals!.values[g.literals!.entity.indexOf(row)]).toBe(`value ${id}`);
      });
    }),
    { numRuns: 50 },
  );
});
