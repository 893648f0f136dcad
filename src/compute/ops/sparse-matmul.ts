import * as tf from '@tensorflow/tfjs';
import type { Csr } from '../matrix.js';
import { edgeIndices } from './attention.js';

/** The sparse product a · x composed of plain tf ops. */
export function sparseMatMulDefinition(a: Csr, x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const edges = edgeIndices(a);
    const messages = tf.mul(tf.gather(x, tf.tensor1d(edges.to, 'int32')), tf.expandDims(tf.tensor1d(a.values), 1));
    return tf.unsortedSegmentSum(messages, tf.tensor1d(edges.from, 'int32'), a.rows) as tf.Tensor2D;
  });
}
