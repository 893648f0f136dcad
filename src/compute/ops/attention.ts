import * as tf from '@tensorflow/tfjs';
import type { Csr } from '../matrix.js';

/** Leak of the attention's LeakyReLU (GAT, arXiv 1710.10903). */
export const ATTENTION_LEAK = 0.2;

/** Edge lists (row i of the pattern attends to column j) as index tensors. */
export function edgeIndices(graph: Csr): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(graph.columns.length);
  for (let i = 0; i < graph.rows; i++) from.fill(i, graph.offsets[i], graph.offsets[i + 1]);
  return { from, to: graph.columns };
}

/** Diagonal graph attention (method §3 stage 2), heads averaged, composed of plain tf ops. */
export function graphAttentionDefinition(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  attention: tf.Tensor2D,
  graph: Csr,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [heads, width] = weight.shape;
    const edges = edgeIndices(graph);
    const from = tf.tensor1d(edges.from, 'int32');
    const to = tf.tensor1d(edges.to, 'int32');
    const outputs = Array.from({ length: heads }, (_, head) => {
      const x = tf.mul(h, tf.slice(weight, [head, 0], [1, width])) as tf.Tensor2D;
      const a = tf.slice(attention, [head, 0], [1, 2 * width]);
      const own = tf.matMul(x, tf.slice(a, [0, 0], [1, width]), false, true).flatten();
      const other = tf.matMul(x, tf.slice(a, [0, width], [1, width]), false, true).flatten();
      const score = tf.add(tf.gather(own, from), tf.gather(other, to));
      const coefficient = tf.exp(tf.neg(tf.leakyRelu(score, ATTENTION_LEAK)));
      const total = tf.unsortedSegmentSum(coefficient, from, graph.rows);
      const messages = tf.mul(tf.gather(x, to), tf.expandDims(coefficient, 1));
      return tf.div(tf.unsortedSegmentSum(messages, from, graph.rows), tf.expandDims(total, 1)) as tf.Tensor2D;
    });
    return tf.div(tf.addN(outputs), heads) as tf.Tensor2D;
  });
}
