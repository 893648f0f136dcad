import * as tf from '@tensorflow/tfjs';

/** Rows divided by max(length, 1e-12), composed of plain tf ops; a zero row stays zero and passes no gradient blow-up. */
export function l2NormalizeDefinition(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const length = tf.sqrt(tf.maximum(tf.sum(tf.square(x), 1, true), 1e-24));
    return tf.div(x, length) as tf.Tensor2D;
  });
}
