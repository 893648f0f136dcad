import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, OptionError } from '../../src/base/index.js';
import { type Matrix, matrix, row } from '../../src/compute/index.js';
import { fuse } from '../../src/features/index.js';
import { AlignmentTask, type FeatureTable, MultimodalGraph } from '../../src/graph/index.js';

type Rows = readonly (readonly number[] | undefined)[];

/** A table; an entity whose row is left out is unknown, and holds junk that must not count. */
function table(rows: Rows): FeatureTable {
  const cols = rows.find((r) => r)!.length;
  return {
    values: matrix(rows.length, cols, Float32Array.from(rows.flatMap((r) => r ?? Array(cols).fill(7)))),
    known: Uint8Array.from(rows, (r) => (r ? 1 : 0)),
  };
}

function graph(features: Record<string, Rows>): MultimodalGraph {
  const count = Object.values(features)[0]!.length;
  return new MultimodalGraph({
    ids: Array.from({ length: count }, (_, i) => `e${i}`),
    triples: { head: Int32Array.of(0), relation: Int32Array.of(0), tail: Int32Array.of(1) },
    relationCount: 1,
    features: new Map(Object.entries(features).map(([name, rows]) => [name, table(rows)])),
  });
}

function taskOf(left: Record<string, Rows>, right: Record<string, Rows>, apart: string[] = []): AlignmentTask {
  const modalities = Object.keys(left).map((name) => ({ name, comparable: !apart.includes(name) }));
  return new AlignmentTask({ name: 't', left: graph(left), right: graph(right), modalities });
}

const dot = (a: Matrix, i: number, b: Matrix, j: number) => row(a, i).reduce((sum, v, c) => sum + v * row(b, j)[c]!, 0);

const image: Rows = [[3, 4], [1, 0], undefined, undefined];
const attribute: Rows = [[0, 2], [5, 5], [1, 0], undefined];
const task = taskOf({ image, attribute }, { image, attribute });

describe('fuse', () => {
  test('by hand: unit blocks times weights, the whole of unit length', () => {
    const { left } = fuse(task, { weights: { image: 1, attribute: 0.3 } });
    const norm = Math.hypot(1, 0.3);
    const expected = [0.6 / norm, 0.8 / norm, 0, 0.3 / norm];
    row(left, 0).forEach((v, j) => {
      expect(v).toBeCloseTo(expected[j]!, 6);
    });
  });

  test('spread: what is missing goes to what is there; who has nothing is zero', () => {
    const { left, right } = fuse(task, { weights: { image: 1, attribute: 2 } });
    expect(Array.from(row(left, 2))).toEqual([0, 0, 1, 0]);
    expect(Array.from(row(left, 3))).toEqual([0, 0, 0, 0]);
    expect(dot(left, 2, right, 2)).toBeCloseTo(1, 6);
    // One picture missing: at most the root of the common blocks' share, here 4 of 5.
    const same = taskOf({ image, attribute }, { image: [undefined, [1, 0], [1, 1], [1, 1]], attribute });
    const fused = fuse(same, { weights: { image: 1, attribute: 2 } });
    expect(dot(fused.left, 0, fused.right, 0)).toBeCloseTo(Math.sqrt(4 / 5), 6);
  });

  test('zero: what is missing is lost', () => {
    const { left, right } = fuse(task, { weights: { image: 1, attribute: 2 }, missing: 'zero' });
    expect(dot(left, 0, right, 0)).toBeCloseTo(1, 6);
    expect(dot(left, 2, right, 2)).toBeCloseTo(4 / 5, 6);
  });

  test('the similarity of complete entities is the mean of cosines weighted by w²', () => {
    const row3 = fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 })
      .filter((r) => r.some((v) => v));
    const two = fc.array(row3, { minLength: 2, maxLength: 2 });
    const weight = fc.double({ min: 0.05, max: 3, noNaN: true });
    const cosine = (a: number[], b: number[]) =>
      a.reduce((s, v, j) => s + v * b[j]!, 0) / (Math.hypot(...a) * Math.hypot(...b));
    fc.assert(
      fc.property(two, two, two, two, weight, weight, (x, y, x2, y2, v, w) => {
        const t = taskOf({ image: x, attribute: y }, { image: x2, attribute: y2 });
        const { left, right } = fuse(t, { weights: { image: v, attribute: w } });
        const expected = (v * v * cosine(x[0]!, x2[1]!) + w * w * cosine(y[0]!, y2[1]!)) / (v * v + w * w);
        expect(dot(left, 0, right, 1)).toBeCloseTo(expected, 5);
      }),
    );
  });

  test('leaves out what does not compare, and what has no weight', () => {
    const apart = taskOf({ image, relation: attribute }, { image, relation: attribute }, ['relation']);
    const weights = { image: 1, relation: 1 };
    expect(fuse(apart, { weights }).left).toEqual(fuse(apart.withOnly(['image']), { weights }).left);
    expect(fuse(task, { weights: { attribute: 1 } }).left.cols).toBe(2);
    expect(fuse(task)).toEqual(fuse(task, { weights: { image: 1, attribute: 1 } }));
  });

  test('refuses weights that mean nothing', () => {
    expect(() => fuse(task, { weights: { imge: 1 } })).toThrow(OptionError);
    expect(() => fuse(task, { weights: { imge: 1 } })).toThrow(/unknown modality "imge". Did you mean "image"/);
    expect(() => fuse(task, { weights: { image: -1 } })).toThrow(OptionError);
    expect(() => fuse(task, { weights: { image: Number.NaN } })).toThrow(OptionError);
    expect(() => fuse(task, { weights: { name: 1 } })).toThrow(DataError);
    expect(() => fuse(task, { weights: { name: 1 } })).toThrow(/Comparable here: image, attribute/);
  });
});
