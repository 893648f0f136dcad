import * as tf from '@tensorflow/tfjs';
import { type Matrix, matrix } from './matrix.js';

/** op(a) · op(b), op transposing where asked. */
export function matmul(a: Matrix, b: Matrix, o: { transposeA?: boolean; transposeB?: boolean } = {}): Matrix {
  const inner = o.transposeA ? a.rows : a.cols;
  if (inner !== (o.transposeB ? b.cols : b.rows))
    throw new RangeError(`matmul: inner sizes differ (${a.rows} × ${a.cols}, ${b.rows} × ${b.cols})`);
  const data = tf.tidy(() =>
    tf
      .matMul(tf.tensor2d(a.data, [a.rows, a.cols]), tf.tensor2d(b.data, [b.rows, b.cols]), o.transposeA, o.transposeB)
      .dataSync(),
  );
  return matrix(o.transposeA ? a.cols : a.rows, o.transposeB ? b.rows : b.cols, data as Float32Array);
}
