import { inverse, Matrix } from 'ml-matrix';
import type { Anchors } from './anchors.js';
import { product, stacked } from './products.js';

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
  const count = Math.min(folds, left.length);
  const own = (sets: readonly Matrix[], fold: number) => sets.filter((_, c) => c % count === fold);
  const held = Array.from({ length: count }, (_, fold) => momentsOf(own(left, fold), own(right, fold)));
  const all = held.reduce(plus);
  const tables = held.map((moments) => foldTable(minus(all, moments), moments, anchors));
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

/** Sums over rows of classes: left by left, and each left slot a by each right slot b, at a · k + b. */
interface Moments {
  readonly rows: number;
  readonly gram: Matrix;
  readonly crossed: readonly Matrix[];
}

function momentsOf(left: readonly Matrix[], right: readonly Matrix[]): Moments {
  const k = left[0]!.rows;
  const slots = (sets: readonly Matrix[]) =>
    Array.from({ length: k }, (_, slot) => new Matrix(sets.map((set) => set.getRow(slot))));
  const [ls, rs] = [slots(left), slots(right)];
  const xs = stacked(left);
  return {
    rows: xs.rows,
    gram: inner(xs, xs),
    crossed: ls.flatMap((l) => rs.map((r) => inner(l, r))),
  };
}

const inner = (a: Matrix, b: Matrix): Matrix => product(a, b, { transposeA: true });

const combined =
  (rows: (a: number, b: number) => number, of: (a: Matrix, b: Matrix) => Matrix) =>
  (a: Moments, b: Moments): Moments => ({
    rows: rows(a.rows, b.rows),
    gram: of(a.gram, b.gram),
    crossed: a.crossed.map((m, i) => of(m, b.crossed[i]!)),
  });
const plus = combined((a, b) => a + b, Matrix.add);
const minus = combined((a, b) => a - b, Matrix.sub);

/** For the parts of one fold's map: products with the held-out cross-products slot by slot, and with one another. */
function foldTable(known: Moments, held: Moments, anchors: Anchors | undefined) {
  const { rows, gram } = known;
  const width = gram.columns;
  const ridged = Matrix.eye(width)
    .mul(ridge * rows)
    .add(gram);
  const solve = inverse(anchors ? ridged.add(Matrix.mul(anchors.gram, rows)) : ridged);
  const start = anchors ? Matrix.mul(anchors.cross, rows) : Matrix.zeros(width, width);
  const parts = [start, ...known.crossed].map((part) => product(solve, part));
  const crossed = held.crossed.map(flat);
  const flatParts = parts.map(flat);
  const spreadParts = parts.map((part) => flat(product(held.gram, part)));
  return {
    linear: flatParts.map((part) => crossed.map((other) => dot(part, other))),
    square: flatParts.map((part) => spreadParts.map((other) => dot(part, other))),
  };
}

const flat = (m: Matrix): Float64Array => Float64Array.from(m.to1DArray());

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
