import fc from 'fast-check';
import { type Csr, csrFromTriplets, hash, type Random, random, type Scores } from '../../src/compute/index.js';
import { whole } from '../support/whole.js';

export const runs = { numRuns: 25, seed: 3 };

export interface Case {
  plain: Scores;
  csls: number;
  seed: number;
}

export const cases = fc
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

export function sparseOf(r: Random, n: number, m: number): Csr {
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
export function table({ left, right, sparse }: Scores, neighbours = 0): Float32Array[] {
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

export const tie = (seed: number, i: number, j: number) => hash(hash(seed, i), j);
