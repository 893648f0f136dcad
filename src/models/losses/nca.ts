import * as tf from '@tensorflow/tfjs';
import { l2Normalize } from '../../compute/index.js';

/** Rows of the B × B similarities held at once. */
const blockRows = 1024;

/**
 * Neighbourhood component analysis loss of B pairs (EVA, arXiv 2009.13603, eq. 5 in its public code's form; method §5):
 * with s = z·z'ᵀ, the mean over i of log(1 + Σ_{j≠i} e^{α s_ji})/α + log(1 + Σ_{j≠i} e^{α s_ij})/α − β·log(1 + relu(s_ii)).
 * Rows are made unit first; the B × B similarities are never whole.
 * @param left B × width, @param right B × width
 */
export function nca(
  left: tf.Tensor2D,
  right: tf.Tensor2D,
  o: { readonly alpha: number; readonly beta: number },
): tf.Scalar {
  return unitNca(o.alpha, o.beta)(l2Normalize(left), l2Normalize(right)) as tf.Scalar;
}

function unitNca(alpha: number, beta: number) {
  return tf.customGrad((...args) => {
    const [z, w] = args as unknown as [tf.Tensor2D, tf.Tensor2D];
    const save = args[2] as unknown as (tensors: tf.Tensor[]) => void;
    const { rows, columns } = offDiagonalSums(z, w, alpha);
    const own = tf.sum(tf.mul(z, w), 1);
    const apart = tf.div(tf.add(tf.log1p(rows), tf.log1p(columns)), alpha);
    const value = tf.mean(tf.sub(apart, tf.mul(beta, tf.log1p(tf.relu(own))))) as tf.Scalar;
    save([z, w, rows, columns]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [a, b, r, c] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
      const scale = tf.div(dy, a.shape[0]);
      return unitGradients(a, b, r, c, alpha, beta).map((g) => tf.mul(g, scale));
    };
    return { value, gradFunc };
  });
}

/** e^{α s} over a block of rows, zero on the diagonal. */
function offDiagonal(z: tf.Tensor2D, w: tf.Tensor2D, start: number, count: number, alpha: number): tf.Tensor2D {
  const s = tf.matMul(tf.slice(z, [start, 0], [count, z.shape[1]]), w, false, true);
  const column = tf.expandDims(tf.range(start, start + count, 1, 'int32'), 1);
  const other = tf.notEqual(column, tf.range(0, w.shape[0], 1, 'int32'));
  return tf.mul(tf.exp(tf.mul(s, alpha)), tf.cast(other, 'float32'));
}

function* blocks(count: number): Generator<[start: number, rows: number]> {
  for (let start = 0; start < count; start += blockRows) yield [start, Math.min(blockRows, count - start)];
}

/** Σ_{j≠i} e^{α s_ij} by row i, and Σ_{i≠j} e^{α s_ij} by column j. */
function offDiagonalSums(z: tf.Tensor2D, w: tf.Tensor2D, alpha: number) {
  const rows: tf.Tensor1D[] = [];
  let columns = tf.zeros([w.shape[0]]);
  for (const [start, count] of blocks(z.shape[0])) {
    const [byRow, byColumn] = tf.tidy(() => {
      const e = offDiagonal(z, w, start, count, alpha);
      return [tf.sum(e, 1) as tf.Tensor1D, tf.add(columns, tf.sum(e, 0))];
    }) as [tf.Tensor1D, tf.Tensor];
    columns.dispose();
    columns = byColumn;
    rows.push(byRow);
  }
  return { rows: tf.concat(rows), columns: columns as tf.Tensor1D };
}

/** B times the gradients in z and w: G·w and Gᵀ·z with G_ij = e_ij/(1 + row_i) + e_ij/(1 + column_j) off the diagonal. */
function unitGradients(
  z: tf.Tensor2D,
  w: tf.Tensor2D,
  rows: tf.Tensor1D,
  columns: tf.Tensor1D,
  alpha: number,
  beta: number,
): tf.Tensor2D[] {
  const toZ: tf.Tensor2D[] = [];
  let toW: tf.Tensor2D = tf.zerosLike(w);
  for (const [start, count] of blocks(z.shape[0])) {
    const [zPart, wSum] = tf.tidy(() => {
      const e = offDiagonal(z, w, start, count, alpha);
      const byRow = tf.expandDims(tf.div(1, tf.add(1, tf.slice(rows, start, count))), 1);
      const g = tf.mul(e, tf.add(byRow, tf.div(1, tf.add(1, columns)))) as tf.Tensor2D;
      const zBlock = tf.slice(z, [start, 0], [count, z.shape[1]]);
      return [tf.matMul(g, w), tf.add(toW, tf.matMul(g, zBlock, true, false))];
    }) as [tf.Tensor2D, tf.Tensor2D];
    toW.dispose();
    toW = wSum;
    toZ.push(zPart);
  }
  const own = tf.sum(tf.mul(z, w), 1, true);
  const pull = tf.mul(-beta, tf.div(tf.step(own), tf.add(1, tf.relu(own))));
  return [tf.add(tf.concat(toZ), tf.mul(pull, w)), tf.add(toW, tf.mul(pull, z))];
}
