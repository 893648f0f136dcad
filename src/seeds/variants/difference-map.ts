import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { stacked } from './differences.js';
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
  let partners = new Map(fixed);
  for (let step = 0; step < most && partners.size > 0; step++) {
    const known = [...partners.keys()].sort((a, b) => a - b);
    const xs = stacked(known.map((c) => left[c]!));
    const ys = stacked(known.map((c) => inOrder(right[c]!, partners.get(c)!)));
    const [forward, backward] = [ridgeMap(xs, ys), ridgeMap(ys, xs)];
    const next = new Map(
      left.map((x, c) => [c, fixed.get(c) ?? assignment(closeness(x, right[c]!, forward, backward))]),
    );
    const moved = [...next].some(([c, order]) => order.some((m, i) => m !== partners.get(c)?.[i]));
    partners = next;
    if (!moved) break;
  }
  return left.map((_, c) => partners.get(c)!);
}

/** Minus the squared residuals of both ways. */
function closeness(x: Matrix, y: Matrix, forward: Matrix, backward: Matrix): Matrix {
  const [to, from] = [x.mmul(forward), y.mmul(backward)];
  return squaredDistances(to, y).add(squaredDistances(x, from)).mul(-1);
}

function squaredDistances(a: Matrix, b: Matrix): Matrix {
  const out = a.mmul(b.transpose()).mul(-2);
  const norms = (m: Matrix) => m.to2DArray().map((line) => line.reduce((sum, x) => sum + x * x, 0));
  return out.addColumnVector(norms(a)).addRowVector(norms(b));
}

/** M of least ‖XM − Y‖² + ridge · n · ‖M‖². */
function ridgeMap(x: Matrix, y: Matrix): Matrix {
  const gram = x
    .transpose()
    .mmul(x)
    .add(Matrix.eye(x.columns).mul(ridge * x.rows));
  return new CholeskyDecomposition(gram).solve(x.transpose().mmul(y));
}
