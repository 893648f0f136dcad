import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { blocksOf, product, stacked } from './products.js';
import { assignment, inOrder } from './slots.js';

const ridge = 0.03;
const most = 20;

/**
 * Partners within the classes that have none yet: one ridge map of differences a way, learned from the classes that
 * have, assigns the rest by the residuals of both ways; the maps are learned again from all until nothing moves.
 * @param left C matrices of differences, k_c × d; @param right likewise; @param fixed partners of some classes by number
 * @returns for each class and left member the right member
 */
export function assignByMap(
  left: readonly Matrix[],
  right: readonly Matrix[],
  fixed: ReadonlyMap<number, readonly number[]>,
): readonly (readonly number[])[] {
  const open = [...left.keys()].filter((c) => !fixed.has(c));
  const closest = closeness(
    open.map((c) => left[c]!),
    open.map((c) => right[c]!),
  );
  const given = momentsOf(left, right, fixed);
  let partners: ReadonlyMap<number, readonly number[]> = new Map();
  for (let step = 0; step < most && open.length > 0; step++) {
    const moments = partners.size === 0 ? given : joined(given, momentsOf(left, right, partners));
    const forward = ridgeMap(moments.left, moments.cross, moments.rows);
    const backward = ridgeMap(moments.right, moments.cross.transpose(), moments.rows);
    const next = new Map(closest(forward, backward).map((gain, n) => [open[n]!, assignment(gain)]));
    const moved = [...next].some(([c, order]) => order.some((m, i) => m !== partners.get(c)?.[i]));
    partners = next;
    if (!moved) break;
  }
  return left.map((_, c) => fixed.get(c) ?? partners.get(c)!);
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

/** Of the classes that have partners. */
function momentsOf(
  left: readonly Matrix[],
  right: readonly Matrix[],
  partners: ReadonlyMap<number, readonly number[]>,
): Moments {
  const xs = stacked([...partners.keys()].map((c) => left[c]!));
  const ys = stacked([...partners].map(([c, order]) => inOrder(right[c]!, order)));
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
