import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { row } from '../../src/compute/index.js';
import { attributeBags, hashedNgrams, relationCounts } from '../../src/features/index.js';
import { AlignmentTask, type FeatureTable, MultimodalGraph } from '../../src/graph/index.js';

const graph = (triples: [number, number, number][]) =>
  new MultimodalGraph({
    ids: ['a', 'b', 'c'],
    triples: {
      head: Int32Array.from(triples, (t) => t[0]),
      relation: Int32Array.from(triples, (t) => t[1]),
      tail: Int32Array.from(triples, (t) => t[2]),
    },
    relationCount: 10,
    features: new Map(),
  });
const taskOf = (left: [number, number, number][], right: [number, number, number][]) =>
  new AlignmentTask({ name: 't', left: graph(left), right: graph(right), modalities: [] });
const rows = ({ values }: FeatureTable) => Array.from({ length: values.rows }, (_, i) => Array.from(row(values, i)));

describe('relation counts', () => {
  test('by hand: heads and tails count, most frequent first, ties by number', () => {
    const { left, right, modality } = relationCounts(
      taskOf(
        [
          [0, 5, 1],
          [1, 5, 0],
          [0, 2, 1],
        ],
        [
          [0, 5, 1],
          [0, 9, 0],
        ],
      ),
    );
    expect(modality).toEqual({ name: 'relation', comparable: true });
    expect(rows(left)).toEqual([
      [2, 1, 0],
      [2, 1, 0],
      [0, 0, 0],
    ]);
    expect(rows(right)).toEqual([
      [1, 0, 2],
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect(Array.from(left.known)).toEqual([1, 1, 0]);
  });

  test('keep the most frequent; who has only others is unknown', () => {
    const { left } = relationCounts(
      taskOf(
        [
          [0, 5, 1],
          [1, 5, 0],
          [0, 2, 2],
        ],
        [[0, 5, 1]],
      ),
      { limit: 1 },
    );
    expect(rows(left)).toEqual([[2], [2], [0]]);
    expect(Array.from(left.known)).toEqual([1, 1, 0]);
  });

  test('do not compare where the graphs have no relation in common', () => {
    expect(relationCounts(taskOf([[0, 1, 1]], [[0, 2, 1]])).modality.comparable).toBe(false);
  });

  test('refuse a limit of nothing', () => {
    expect(() => relationCounts(taskOf([[0, 1, 1]], [[0, 2, 1]]), { limit: 0 })).toThrow(OptionError);
  });
});

describe('attribute bags', () => {
  const task = taskOf([[0, 0, 1]], [[0, 0, 1]]);

  test('by hand: 0 or 1, however often an attribute is listed', () => {
    const { left, right, modality } = attributeBags(task, [['x', 'x'], ['y', 'z'], []], [['y'], ['x', 'y'], ['w']], {
      limit: 2,
    });
    expect(modality).toEqual({ name: 'attribute', comparable: true });
    expect(rows(left)).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
    expect(rows(right)).toEqual([
      [1, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(Array.from(right.known)).toEqual([1, 1, 0]);
  });

  test('refuse lists that do not fit the graph', () => {
    expect(() => attributeBags(task, [['x']], [[], [], []])).toThrow(/1 bags for 3 entities/);
  });
});

describe('hashed n-grams', () => {
  // scikit-learn's character tf-idf, not hashed: test/oracle/data/make.py.
  const oracle = JSON.parse(readFileSync(new URL('../oracle/data/figures.json', import.meta.url), 'utf8')).ngrams as {
    names: string[];
    cosines: number[][];
  };
  const cosines = (dimensions: number) => {
    const { left, right } = hashedNgrams(oracle.names.slice(0, 4), oracle.names.slice(4), { dimensions });
    const all = [...rows(left), ...rows(right)];
    return all.map((a) => all.map((b) => a.reduce((sum, v, j) => sum + v * b[j]!, 0)));
  };

  test("have scikit-learn's cosines where columns are many enough not to collide", () => {
    cosines(1 << 15).forEach((line, i) => {
      line.forEach((value, j) => {
        expect(value, `${oracle.names[i]} - ${oracle.names[j]}`).toBeCloseTo(oracle.cosines[i]![j]!, 5);
      });
    });
  });

  test('stay near them at 512 columns', () => {
    const errors = cosines(512).flatMap((line, i) => line.map((v, j) => Math.abs(v - oracle.cosines[i]![j]!)));
    expect(errors.reduce((a, b) => a + b) / errors.length).toBeLessThan(0.05);
  });

  test('rows have unit length or are unknown; case, width and blanks make no difference', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (texts) => {
        const { left, right } = hashedNgrams(
          texts,
          texts.map((t) => `  ${t} `),
        );
        expect(right).toEqual(left);
        rows(left).forEach((values, i) => {
          expect(Math.hypot(...values)).toBeCloseTo(left.known[i] ? 1 : 0, 5);
          expect(left.known[i]).toBe(texts[i]!.normalize('NFKC').trim() ? 1 : 0);
        });
      }),
    );
    const { left } = hashedNgrams(['New  YORK', 'new york', 'Ｎew York'], ['']);
    expect(rows(left)[1]).toEqual(rows(left)[0]);
    expect(rows(left)[2]).toEqual(rows(left)[0]);
  });

  test('refuse a longest below the shortest', () => {
    expect(() => hashedNgrams(['a'], ['b'], { shortest: 3, longest: 2 })).toThrow(OptionError);
  });
});
