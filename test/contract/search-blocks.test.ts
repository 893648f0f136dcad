import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { heapBlock } from '../../src/compute/device/heap-block.js';
import { currentDevice } from '../../src/compute/engine.js';
import {
  bestCells,
  csrFromTriplets,
  kmeans,
  type Matrix,
  matrix,
  mutualNearest,
  random,
  rankCounts,
  type Scores,
  sinkhorn,
  sparseDense,
  sparseTimesOwn,
  topK,
  topPairs,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';

const whole = heapBlock.cells;

describe.each(enginesHere().filter((engine) => engine !== 'js'))(
  'block by block, on engine %s, searches and sparse products',
  (engine) => {
    beforeAll(() => {
      useEngine({ engine });
    });
    afterEach(() => {
      heapBlock.cells = whole;
    });
    const draw = random(7);
    const rows = (count: number, cols: number) =>
      matrix(
        count,
        cols,
        Float32Array.from({ length: count * cols }, () => draw.normal()),
      );
    /** Every third row is the first one again, every fifth has nothing: ties in every block. */
    const tied = (m: Matrix): Matrix => {
      for (let i = 0; i < m.rows; i++)
        if (i % 3 === 0) m.data.copyWithin(i * m.cols, 0, m.cols);
        else if (i % 5 === 0) m.data.fill(0, i * m.cols, (i + 1) * m.cols);
      return m;
    };
    const searches = (plain: Scores) => {
      const scores = withCsls(plain, 4);
      const targets = Int32Array.from({ length: plain.left.rows }, (_, i) => i % plain.right.rows);
      return {
        radii: scores.radii,
        best: topK(scores, 5),
        cells: bestCells(plain, 6),
        nearest: mutualNearest(scores, { tieSeed: 3 }),
        pairs: topPairs(plain, { limit: 60, tieSeed: 3 }),
        ranks: rankCounts(scores, targets),
        plan: sinkhorn(plain, { temperature: 20, steps: 3, candidates: 8, slack: 0 }),
      };
    };

    it.each([
      ['rows of their own', rows(1500, 12), rows(3100, 12)],
      ['equal rows and rows of zeros', tied(rows(1300, 9)), tied(rows(2500, 9))],
    ])('find the same as over the whole, to the bit: %s', (_, left, right) => {
      const [n, m] = [left.rows, right.rows];
      const sparse = csrFromTriplets(
        n,
        m,
        Int32Array.of(0, 700, n - 1, n - 1),
        Int32Array.of(m - 1, 3, 0, 1100),
        Float32Array.of(2, 1, 3, 0.5),
      );
      const given = [
        { left, right },
        { left, right, sparse },
      ];
      const used = currentDevice()!.heap.used;
      const expected = given.map(searches);
      // Of the left rows about 300 at a time, of the right ones a tile.
      heapBlock.cells = 300 * left.cols;
      expect(given.map(searches)).toEqual(expected);
      expect(currentDevice()!.heap.used).toBe(used);
    });

    it('need no more of the heap than the blocks', () => {
      const sides = { left: rows(2000, 64), right: rows(2000, 64) };
      const heap = currentDevice()!.heap;
      const most = (cells: number) => {
        heapBlock.cells = cells;
        const { allocate } = heap;
        let top = 0;
        heap.allocate = (bytes) => {
          const address = allocate.call(heap, bytes);
          top = Math.max(top, heap.used);
          return address;
        };
        try {
          const before = heap.used;
          mutualNearest(sides, { tieSeed: 1 });
          return top - before;
        } finally {
          heap.allocate = allocate;
        }
      };
      const saved = most(whole) - most(1024 * 64);
      // Of 2,000 rows (padded to whole tiles) 1,024 and less lie there, on either side.
      expect(saved).toBeGreaterThan(2 * 4 * 64 * 900);
    });

    it('sum over neighbours the same', () => {
      const cells = 700;
      const ends = (most: number) => Int32Array.from({ length: cells }, () => draw.integer(most));
      const [n, m] = [90, 130];
      const near = csrFromTriplets(
        n,
        m,
        ends(n),
        ends(m),
        Float32Array.from({ length: cells }, () => draw.normal()),
      );
      const given = rows(m, 37);
      const expected = sparseDense(near, given);
      const square = csrFromTriplets(m, m, ends(m), ends(m));
      const own = sparseDense(square, given);
      // Five columns at a time, and the last two.
      heapBlock.cells = 5 * m;
      expect(sparseDense(near, given)).toEqual(expected);
      expect(sparseTimesOwn(square, { ...given, data: given.data.slice() })).toEqual(own);
      heapBlock.cells = 1;
      expect(sparseDense(near, given)).toEqual(expected);
    });

    it('put points into the same clusters', () => {
      const points = rows(900, 8);
      const expected = kmeans(points, { clusters: 12, seed: 2 });
      heapBlock.cells = 8 * 300;
      expect(kmeans(points, { clusters: 12, seed: 2 })).toEqual(expected);
    });
  },
);
