import { inverse, Matrix } from 'ml-matrix';
import type { Anchors } from './anchors.js';
import { stacked } from './differences.js';

const folds = 4;
const ridge = 0.1;

/**
 * How well one linear map of differences would do for every order of the slots: the squared residuals on classes that it
 * was not learned from (4 folds), anchors and classes counting alike in what it is learned from.
 * The map of an order is a sum of one part for the anchors and one for each slot and its partner, so all orders share the
 * same k² + 1 parts, and an order costs sums over tables.
 * @param left C matrices k × d in slots, root mean square 1; @param right likewise
 * @returns a function of an order: the sum of squared residuals, less a constant
 */
export function heldOutResiduals(
  left: readonly Matrix[],
  right: readonly Matrix[],
  anchors: Anchors | undefined,
): (order: readonly number[]) => number {
  const k = left[0]!.rows;
  const tables = Array.from({ length: Math.min(folds, left.length) }, (_, fold) => {
    const own = (sets: readonly Matrix[], held: boolean) => sets.filter((__, c) => (c % folds === fold) === held);
    return foldTable(
      { left: own(left, false), right: own(right, false) },
      { left: own(left, true), right: own(right, true) },
      anchors,
    );
  });
  return (order) => {
    const parts = [0, ...order.map((b, a) => 1 + a * k + b)];
    let sum = 0;
    for (const { linear, square } of tables)
      for (const p of parts) {
        order.forEach((b, a) => {
          sum -= 2 * linear[p]![a * k + b]!;
        });
        for (const q of parts) sum += square[p]![q]!;
      }
    return sum;
  };
}

interface Sets {
  readonly left: readonly Matrix[];
  readonly right: readonly Matrix[];
}

/** For the parts of one fold's map: products with the held-out cross-products slot by slot, and with one another. */
function foldTable(known: Sets, held: Sets, anchors: Anchors | undefined) {
  const xs = stacked(known.left);
  const gram = xs
    .transpose()
    .mmul(xs)
    .add(Matrix.eye(xs.columns).mul(ridge * xs.rows));
  const solve = inverse(anchors ? gram.add(Matrix.mul(anchors.gram, xs.rows)) : gram);
  const start = anchors ? Matrix.mul(anchors.cross, xs.rows) : Matrix.zeros(xs.columns, xs.columns);
  const parts = [start, ...crossProducts(known)].map((part) => solve.mmul(part));
  const ys = stacked(held.left);
  const spread = ys.transpose().mmul(ys);
  const crossed = crossProducts(held).map(flat);
  const flatParts = parts.map(flat);
  const spreadParts = parts.map((part) => flat(spread.mmul(part)));
  return {
    linear: flatParts.map((part) => crossed.map((other) => dot(part, other))),
    square: flatParts.map((part) => spreadParts.map((other) => dot(part, other))),
  };
}

/** Σ over the classes of xᵃᵀ y_b (d × d) for every left slot a and right slot b, at a · k + b. */
function crossProducts({ left, right }: Sets): Matrix[] {
  const k = left[0]!.rows;
  const slot = (sets: readonly Matrix[], s: number) => new Matrix(sets.map((set) => set.getRow(s)));
  const [ls, rs] = [left, right].map((sets) => Array.from({ length: k }, (_, s) => slot(sets, s))) as [
    Matrix[],
    Matrix[],
  ];
  return ls.flatMap((l) => rs.map((r) => l.transpose().mmul(r)));
}

const flat = (m: Matrix): Float64Array => Float64Array.from(m.to1DArray());

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
