import { DataError } from '../base/index.js';
import { type Matrix, matmul, matrix } from '../compute/index.js';

/** What one side's anchors look at: row i is anchor i's distribution over its 2B − 1 candidates. */
export interface Softmax {
  /** B × B: over the ends opposite; the positive is on the diagonal. */
  readonly across: Matrix;
  /** B × B: over the ends of its own side; zero on the diagonal. */
  readonly within: Matrix;
  /** B: log Σ e^{s/τ} over all candidates, the repulsion of the loss. */
  readonly logSum: Float64Array;
  /** B: the same over the negatives alone. */
  readonly logNegatives: Float64Array;
}

/**
 * The two directions' softmaxes of ICL (method §5).
 * @param left B × width, @param right B × width, used as they are; row i of both is a pair
 */
export function iclSoftmax(left: Matrix, right: Matrix, temperature: number): { left: Softmax; right: Softmax } {
  if (left.rows !== right.rows || left.cols !== right.cols)
    throw new DataError(
      `${left.rows} × ${left.cols} and ${right.rows} × ${right.cols} embeddings`,
      'theory',
      'Give both ends of the same pairs',
    );
  const products = (a: Matrix, b: Matrix) => matmul(a, b, { transposeB: true });
  const across = products(left, right);
  return {
    left: softmaxOf(across, products(left, left), temperature),
    right: softmaxOf(transposed(across), products(right, right), temperature),
  };
}

function softmaxOf(across: Matrix, within: Matrix, temperature: number): Softmax {
  const count = across.rows;
  const out = { across: matrix(count, count), within: matrix(count, count) };
  const logSum = new Float64Array(count);
  const logNegatives = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * count;
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      top = Math.max(top, across.data[start + j]!);
      if (j !== i) top = Math.max(top, within.data[start + j]!);
    }
    const e = (x: number) => Math.exp((x - top) / temperature);
    let negatives = 0;
    for (let j = 0; j < count; j++) if (j !== i) negatives += e(across.data[start + j]!) + e(within.data[start + j]!);
    const sum = negatives + e(across.data[start + i]!);
    logSum[i] = top / temperature + Math.log(sum);
    logNegatives[i] = top / temperature + Math.log(negatives);
    for (let j = 0; j < count; j++) {
      out.across.data[start + j] = e(across.data[start + j]!) / sum;
      if (j !== i) out.within.data[start + j] = e(within.data[start + j]!) / sum;
    }
  }
  return { ...out, logSum, logNegatives };
}

function transposed(m: Matrix): Matrix {
  const out = matrix(m.cols, m.rows);
  for (let i = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) out.data[j * m.rows + i] = m.data[i * m.cols + j]!;
  return out;
}
