import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Csr, csrFromTriplets, multiplyCsr, transposeCsr } from '../../src/compute/index.js';

interface Triplets {
  rows: number;
  cols: number;
  r: Int32Array;
  c: Int32Array;
  v: Float32Array;
}

/** Cells with whole-number values, some named more than once. */
const triplets = (rows: number, cols: number): fc.Arbitrary<Triplets> =>
  fc
    .array(fc.tuple(fc.nat(rows - 1), fc.nat(cols - 1), fc.integer({ min: -4, max: 4 })), { maxLength: 60 })
    .map((cells) => ({
      rows,
      cols,
      r: Int32Array.from(cells, ([i]) => i),
      c: Int32Array.from(cells, ([, j]) => j),
      v: Float32Array.from(cells, ([, , x]) => x),
    }));

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 12 }),
);

function dense(a: Csr): number[][] {
  const out = Array.from({ length: a.rows }, () => Array<number>(a.cols).fill(0));
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) out[i]![a.columns[e]!]! += a.values[e]!;
  return out;
}

/** Offsets fit, columns of a row ascend without repetition. */
function expectWellFormed(a: Csr): void {
  expect(a.offsets.length).toBe(a.rows + 1);
  expect(a.offsets[a.rows]).toBe(a.columns.length);
  expect(a.values.length).toBe(a.columns.length);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]! + 1; e < a.offsets[i + 1]!; e++) expect(a.columns[e]! > a.columns[e - 1]!).toBe(true);
}

describe('sparse matrices', () => {
  it('add up repeated cells', () => {
    fc.assert(
      fc.property(
        sizes.chain(([n, m]) => triplets(n, m)),
        ({ rows, cols, r, c, v }) => {
          const a = csrFromTriplets(rows, cols, r, c, v);
          expectWellFormed(a);
          const wanted = Array.from({ length: rows }, () => Array<number>(cols).fill(0));
          r.forEach((i, t) => {
            wanted[i]![c[t]!]! += v[t]!;
          });
          expect(dense(a)).toEqual(wanted);
          const ones = csrFromTriplets(rows, cols, r, c);
          expect(ones.values.reduce((sum, x) => sum + x, 0)).toBe(r.length);
        },
      ),
    );
  });

  it('transpose and multiply as dense ones', () => {
    fc.assert(
      fc.property(
        sizes.chain(([n, m, k]) => fc.tuple(triplets(n, m), triplets(m, k))),
        ([x, y]) => {
          const a = csrFromTriplets(x.rows, x.cols, x.r, x.c, x.v);
          const b = csrFromTriplets(y.rows, y.cols, y.r, y.c, y.v);
          const [p, q] = [dense(a), dense(b)];
          const turned = transposeCsr(a);
          expectWellFormed(turned);
          expect(dense(turned)).toEqual(Array.from({ length: a.cols }, (_, j) => p.map((row) => row[j]!)));
          const product = multiplyCsr(a, b);
          expectWellFormed(product);
          const wanted = p.map((row) =>
            Array.from({ length: b.cols }, (_, j) => row.reduce((sum, z, d) => sum + z * q[d]![j]!, 0)),
          );
          expect(dense(product)).toEqual(wanted.map((row) => row.map((z) => z + 0)));
        },
      ),
    );
  });

  it('refuse cells outside, and sizes that do not fit', () => {
    const at = (i: number, j: number) => () => csrFromTriplets(2, 3, Int32Array.of(i), Int32Array.of(j));
    for (const [i, j] of [
      [2, 0],
      [-1, 0],
      [0, 3],
      [0, -1],
    ] as const)
      expect(at(i, j)).toThrow(/outside of 2 × 3/);
    expect(() => csrFromTriplets(2, 2, Int32Array.of(0), Int32Array.of(0, 1))).toThrow(RangeError);
    const a = csrFromTriplets(2, 3, Int32Array.of(0), Int32Array.of(0));
    expect(() => multiplyCsr(a, a)).toThrow(/2 × 3 times 2 × 3/);
  });
});
