import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Csr,
  cslsRadii,
  csrFromTriplets,
  greedyMatch,
  hash,
  kmeans,
  type Matrix,
  matmul,
  matrix,
  mutualNearest,
  type Random,
  random,
  rankCounts,
  rowProducts,
  type Scores,
  sparseDense,
  takeRows,
  topK,
  topPairs,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { whole } from '../support/whole.js';

const runs = { numRuns: 25, seed: 3 };

interface Case {
  plain: Scores;
  csls: number;
  seed: number;
}

const cases = fc
  .record({
    n: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(270, 520)),
    m: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(300, 1100)),
    width: fc.integer({ min: 1, max: 9 }),
    sparse: fc.boolean(),
    csls: fc.constantFrom(0, 1, 3, 50),
    seed: fc.integer(),
  })
  .map(({ n, m, width, sparse, csls, seed }): Case => {
    const r = random(seed);
    const scores = { left: whole(r, n, width), right: whole(r, m, width) };
    return { plain: sparse ? { ...scores, sparse: sparseOf(r, n, m) } : scores, csls, seed };
  });

function sparseOf(r: Random, n: number, m: number): Csr {
  const count = Math.ceil((n * m) / 5);
  const pick = (limit: number) => Int32Array.from({ length: count }, () => r.integer(limit));
  return csrFromTriplets(
    n,
    m,
    pick(n),
    pick(m),
    Float32Array.from({ length: count }, () => r.integer(4)),
  );
}

/** All scores, the plain way. */
function table({ left, right, sparse }: Scores, neighbours = 0): Float32Array[] {
  const rows = Array.from({ length: left.rows }, (_, i) =>
    Float32Array.from({ length: right.rows }, (_, j) => {
      let sum = 0;
      for (let d = 0; d < left.cols; d++) sum += left.data[i * left.cols + d]! * right.data[j * left.cols + d]!;
      return sum;
    }),
  );
  if (sparse)
    rows.forEach((row, i) => {
      for (let e = sparse.offsets[i]!; e < sparse.offsets[i + 1]!; e++) row[sparse.columns[e]!]! += sparse.values[e]!;
    });
  const csls = Math.min(neighbours, left.rows, right.rows);
  if (csls === 0) return rows;
  const mean = (values: number[]) => {
    const best = values.sort((a, b) => b - a).slice(0, csls);
    return Math.fround(best.reduce((a, b) => a + b, 0) / best.length);
  };
  const ofRow = rows.map((row) => mean([...row]));
  const ofColumn = Array.from({ length: right.rows }, (_, j) => mean(rows.map((row) => row[j]!)));
  return rows.map((row, i) => row.map((s, j) => Math.fround(2 * s - ofRow[i]!) - ofColumn[j]!));
}

const tie = (seed: number, i: number, j: number) => hash(hash(seed, i), j);

describe.each(enginesHere())('searches on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  it('topK: the best of each row, ties by lower column', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 60 }), ({ plain, csls }, k) => {
        const { indices, values } = topK(withCsls(plain, csls), k);
        const width = Math.min(k, plain.right.rows);
        table(plain, csls).forEach((row, i) => {
          const best = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b).slice(0, width);
          expect([...indices.subarray(i * width, (i + 1) * width)]).toEqual(best);
          expect([...values.subarray(i * width, (i + 1) * width)]).toEqual(best.map((j) => row[j]!));
        });
      }),
      runs,
    );
  });

  it('cslsRadii: means of the best by row and column', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 12 }), ({ plain }, k) => {
        const rows = table(plain);
        const mean = (values: number[]) => {
          const best = values.sort((a, b) => b - a).slice(0, k);
          return Math.fround(best.reduce((a, b) => a + b, 0) / best.length);
        };
        const { left, right } = cslsRadii(plain, k);
        expect([...left]).toEqual(rows.map((row) => mean([...row])));
        expect([...right]).toEqual(Array.from(right, (_, j) => mean(rows.map((row) => row[j]!))));
      }),
      runs,
    );
  });

  it('topPairs: the best of all, ties by the hash', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 4000 }), ({ plain, csls, seed }, limit) => {
        const pairs = table(plain, csls).flatMap((row, i) => Array.from(row, (s, j) => ({ i, j, s })));
        pairs.sort((a, b) => b.s - a.s || tie(seed, a.i, a.j) - tie(seed, b.i, b.j));
        const best = pairs.slice(0, limit);
        const found = topPairs(withCsls(plain, csls), { limit, tieSeed: seed });
        expect([...found.left]).toEqual(best.map((p) => p.i));
        expect([...found.right]).toEqual(best.map((p) => p.j));
        expect([...found.score]).toEqual(best.map((p) => p.s));
      }),
      runs,
    );
  });

  it('mutualNearest: each the other’s best, with the margin to the second', () => {
    fc.assert(
      fc.property(cases, ({ plain, csls, seed }) => {
        const rows = table(plain, csls);
        const order = (line: { i: number; j: number; s: number }[]) =>
          line.sort((a, b) => b.s - a.s || tie(seed, a.i, a.j) - tie(seed, b.i, b.j));
        const byRow = rows.map((row, i) => order(Array.from(row, (s, j) => ({ i, j, s }))));
        const byColumn = Array.from({ length: plain.right.rows }, (_, j) =>
          order(rows.map((row, i) => ({ i, j, s: row[j]! }))),
        );
        const lead = (line: { s: number }[]) => line[0]!.s - (line[1]?.s ?? Number.NEGATIVE_INFINITY);
        const wanted = order(byRow.map((line) => line[0]!).filter(({ i, j }) => byColumn[j]![0]!.i === i));
        const found = mutualNearest(withCsls(plain, csls), { tieSeed: seed });
        expect([...found.left]).toEqual(wanted.map((p) => p.i));
        expect([...found.right]).toEqual(wanted.map((p) => p.j));
        expect([...found.score]).toEqual(wanted.map((p) => p.s));
        const margins = wanted.map(({ i, j }) => Math.fround(Math.min(lead(byRow[i]!), lead(byColumn[j]!))));
        expect([...found.margin]).toEqual(margins);
      }),
      runs,
    );
  });

  it('rankCounts: others at least as good, -1 where there is no target', () => {
    fc.assert(
      fc.property(cases, ({ plain, csls, seed }) => {
        const r = random(seed);
        const targets = Int32Array.from({ length: plain.left.rows }, () => r.integer(plain.right.rows + 1) - 1);
        const wanted = table(plain, csls).map((row, i) => {
          const target = targets[i]!;
          return target < 0 ? -1 : row.filter((s, j) => j !== target && s >= row[target]!).length;
        });
        expect([...rankCounts(withCsls(plain, csls), targets)]).toEqual(wanted);
      }),
      runs,
    );
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

  it('matmul and sparseDense, any transposition', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer(),
        (n, m, k, transposeA, transposeB, seed) => {
          const r = random(seed);
          const a = transposeA ? whole(r, k, n) : whole(r, n, k);
          const b = transposeB ? whole(r, m, k) : whole(r, k, m);
          const at = (x: Matrix, t: boolean, i: number, j: number) => x.data[t ? j * x.cols + i : i * x.cols + j]!;
          const product = matmul(a, b, { transposeA, transposeB });
          for (let i = 0; i < n; i++)
            for (let j = 0; j < m; j++) {
              let sum = 0;
              for (let d = 0; d < k; d++) sum += at(a, transposeA, i, d) * at(b, transposeB, d, j);
              if (product.data[i * m + j] !== sum) expect(product.data[i * m + j]).toBe(sum);
            }
          const sparse = sparseOf(r, n, m);
          const x = whole(r, m, 5);
          const dense = matrix(n, m);
          for (let i = 0; i < n; i++)
            for (let e = sparse.offsets[i]!; e < sparse.offsets[i + 1]!; e++)
              dense.data[i * m + sparse.columns[e]!] = sparse.values[e]!;
          expect(sparseDense(sparse, x)).toEqual(matmul(dense, x));
        },
      ),
      runs,
    );
  });
});
