import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cslsRadii,
  type Matrix,
  matmul,
  matrix,
  mutualNearest,
  random,
  rankCounts,
  sparseDense,
  topK,
  topPairs,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { whole } from '../support/whole.js';
import { cases, runs, sparseOf, table, tie } from './search-cases.js';

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
