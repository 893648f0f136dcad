import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cslsRadii,
  csrFromTriplets,
  greedyMatch,
  kmeans,
  type Matrix,
  matrix,
  mutualNearest,
  random,
  rankCounts,
  rowProducts,
  takeRows,
  topK,
  topPairs,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';

describe.each(enginesHere())('ties in searches on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  describe('equal vectors, wherever they stand', () => {
    const r = random(9);
    const normal = (rows: number, cols: number) =>
      matrix(
        rows,
        cols,
        Float32Array.from({ length: rows * cols }, () => r.normal()),
      );
    /** Rows of which each is one of `kinds`. */
    const copies = (kinds: Matrix, count: number, step: number) =>
      takeRows(
        kinds,
        Array.from({ length: count }, (_, i) => (i * step) % kinds.rows),
      );
    const equalCells = (values: ArrayLike<number>, kindOf: (at: number) => number) => {
      const first = new Map<number, number>();
      for (let at = 0; at < values.length; at++) {
        const kind = kindOf(at);
        if (!first.has(kind)) first.set(kind, values[at]!);
        if (first.get(kind) !== values[at]) expect(`cell ${at} is ${values[at]}`).toBe(`${first.get(kind)}`);
      }
    };
    // More than a tile of each, where there are tiles.
    const [kinds, rows, cols] = engine === 'js' ? [5, 60, 140] : [5, 300, 700];
    const shapes = [3, 37, 590];
    const pairOf = (width: number) => ({
      left: copies(normal(kinds, width), rows, 3),
      right: copies(normal(kinds, width), cols, 1),
    });
    const left = (i: number) => (i * 3) % kinds;
    const right = (j: number) => j % kinds;

    it.each(shapes)('rank alike, width %i', (width) => {
      const targets = Int32Array.from({ length: rows }, (_, i) => (i * 7) % cols);
      for (const csls of [0, 3]) {
        const counts = rankCounts(withCsls({ left: normal(rows, width), right: pairOf(width).right }, csls), targets);
        for (const count of counts) expect((count + 1) % (cols / kinds)).toBe(0);
      }
    });

    it.each(shapes)('have the same radii, the same best and margins of 0, width %i', (width) => {
      const scores = pairOf(width);
      const radii = cslsRadii(scores, 10);
      equalCells(radii.left, left);
      equalCells(radii.right, right);
      for (const csls of [0, 10]) {
        const corrected = withCsls(scores, csls);
        const k = 20;
        const top = topK(corrected, k);
        equalCells(top.values, (at) => left(Math.floor(at / k)));
        expect(new Set(mutualNearest(corrected, { tieSeed: 4 }).margin)).toEqual(new Set([0]));
        const pairs = topPairs(corrected, { limit: rows * cols, tieSeed: 4 });
        expect(pairs.left.length).toBe(rows * cols);
        equalCells(pairs.score, (p) => kinds * left(pairs.left[p]!) + right(pairs.right[p]!));
      }
    });

    it('are told apart by the sparse part alone', () => {
      const scores = pairOf(37);
      const cells = Int32Array.from({ length: 8 }, (_, n) => n);
      const sparse = csrFromTriplets(
        rows,
        cols,
        cells,
        cells.map((n) => 17 * n),
        new Float32Array(8).fill(0.25),
      );
      const plain = topPairs(scores, { limit: rows * cols, tieSeed: 4 });
      const supported = topPairs({ ...scores, sparse }, { limit: rows * cols, tieSeed: 4 });
      const key = (i: number, j: number) => i * cols + j;
      const before = new Map(Array.from(plain.score, (s, p) => [key(plain.left[p]!, plain.right[p]!), s]));
      supported.score.forEach((s, p) => {
        const [i, j] = [supported.left[p]!, supported.right[p]!];
        const wanted = Math.fround(before.get(key(i, j))! + (i < 8 && j === 17 * i ? 0.25 : 0));
        if (s !== wanted) expect(s).toBe(wanted);
      });
    });

    it('fall into one cluster', () => {
      const points = copies(normal(60, 37), 600, 7);
      const { labels } = kmeans(points, { clusters: 8, seed: 1 });
      equalCells(labels, (i) => (i * 7) % 60);
    });

    it('have the same products in a block of any size', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 90 }),
          fc.integer({ min: 1, max: 90 }),
          fc.constantFrom(3, 37, 217),
          (n, m, width) => {
            const scores = [copies(normal(2, width), n, 1), copies(normal(3, width), m, 1)] as const;
            equalCells(rowProducts(...scores).data, (at) => 3 * (Math.floor(at / m) % 2) + ((at % m) % 3));
          },
        ),
        { numRuns: 40, seed: 3 },
      );
    });
  });

  it('features that say nothing give chance, not the order of the files', () => {
    const ones = (rows: number) => matrix(rows, 4, new Float32Array(rows * 4).fill(1));
    const n = 400;
    let hits = 0;
    let mutualHits = 0;
    for (let tieSeed = 0; tieSeed < 10; tieSeed++) {
      const scores = { left: ones(n), right: ones(n) };
      const matched = greedyMatch(topPairs(scores, { limit: n * n, tieSeed }), n);
      expect(matched.left.length).toBe(n);
      hits += matched.left.filter((i, p) => matched.right[p] === i).length;
      const mutual = mutualNearest(scores, { tieSeed });
      mutualHits += mutual.left.filter((i, p) => mutual.right[p] === i).length;
    }
    // One in n by chance: 10 expected of the 4000, each nearly Poisson.
    expect(hits).toBeLessThan(30);
    expect(mutualHits).toBeLessThan(30);
  });
});
