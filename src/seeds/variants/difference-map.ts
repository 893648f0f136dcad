import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { blocksOf, product, stacked } from './products.js';
import { assignment, inOrder } from './slots.js';

const ridge = 0.03;
const most = 20;

/** Differences of partners, row by row. */
export interface PartnerRows {
  readonly left: Matrix;
  readonly right: Matrix;
}

/**
 * Partners within classes that have none yet: one ridge map of differences a way, learned from the classes that
 * have, assigns the rest by the residuals of both ways; the maps are learned again from all until nothing moves.
 * @param left C matrices of differences, k_c × d; @param right likewise; @param given the differences of partners that are known
 * @returns for each class and left member the right member
 */
export function assignByMap(
  left: readonly Matrix[],
  right: readonly Matrix[],
  given: readonly PartnerRows[],
): readonly (readonly number[])[] {
  if (left.length === 0) return [];
  const closest = closeness(left, right);
  const known = momentsOf(given);
  let partners: number[][] = [];
  for (let step = 0; step < most; step++) {
    const own = partners.map((order, c) => ({ left: left[c]!, right: inOrder(right[c]!, order) }));
    const moments = step === 0 ? known : joined(known, momentsOf(own));
    const forward = ridgeMap(moments.left, moments.cross, moments.rows);
    const backward = ridgeMap(moments.right, moments.cross.transpose(), moments.rows);
    const next = closest(forward, backward).map(assignment);
    const moved = next.some((order, c) => order.some((m, i) => m !== partners[c]?.[i]));
    partners = next;
    if (!moved) break;
  }
  return partners;
}

/** For each class minus the squared residuals of both ways. */
function closeness(xs: readonly Matrix[], ys: readonly Matrix[]) {
  const [x, y] = [stacked(xs), stacked(ys)];
  return (forward: Matrix, backward: Matrix): Matrix[] => {
    const [to, from] = [blocksOf(product(x, forward), xs), blocksOf(product(y, backward), ys)];
    return xs.map((own, c) => squaredDistances(to[c]!, ys[c]!).add(squaredDistances(own, from[c]!)).mul(-1));
  };
}

function squaredDistances(a: Matrix, b: Matrix): Matrix {
  const out = a.mmul(b.transpose()).mul(-2);
  const norms = (m: Matrix) => m.to2DArray().map((line) => line.reduce((sum, x) => sum + x * x, 0));
  return out.addColumnVector(norms(a)).addRowVector(norms(b));
}

/** Sums over rows: left by left, right by right, and left by its partner. */
interface Moments {
  readonly rows: number;
  readonly left: Matrix;
  readonly right: Matrix;
  readonly cross: Matrix;
}

function momentsOf(partners: readonly PartnerRows[]): Moments {
  const xs = stacked(partners.map(({ left }) => left));
  const ys = stacked(partners.map(({ right }) => right));
  const inner = (a: Matrix, b: Matrix) => product(a, b, { transposeA: true });
  return { rows: xs.rows, left: inner(xs, xs), right: inner(ys, ys), cross: inner(xs, ys) };
}

const joined = (a: Moments, b: Moments): Moments => ({
  rows: a.rows + b.rows,
  left: Matrix.add(a.left, b.left),
  right: Matrix.add(a.right, b.right),
  cross: Matrix.add(a.cross, b.cross),
});

/** M of least ‖XM − Y‖² + ridge · n · ‖M‖², of XᵀX and XᵀY. */
function ridgeMap(gram: Matrix, cross: Matrix, rows: number): Matrix {
  const ridged = Matrix.eye(gram.columns)
    .mul(ridge * rows)
    .add(gram);
  return new CholeskyDecomposition(ridged).solve(cross);
}
