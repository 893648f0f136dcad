import * as tf from '@tensorflow/tfjs';

const MASKED = -1e9;

/** The B × 2B logits of one direction: the other side's ends, then the own side's, an anchor's own cell masked. */
function logits(own: tf.Tensor2D, other: tf.Tensor2D, temperature: number): tf.Tensor2D {
  const across = tf.div(tf.matMul(own, other, false, true), temperature);
  const within = tf.div(tf.matMul(own, own, false, true), temperature);
  const mask = tf.mul(tf.eye(own.shape[0]), MASKED);
  return tf.concat([across, tf.add(within, mask)], 1) as tf.Tensor2D;
}

/** The contrastive loss composed of plain tf ops: what {@link contrastiveLoss} must equal. */
export function contrastiveLossDefinition(left: tf.Tensor2D, right: tf.Tensor2D, temperature: number): tf.Scalar {
  return tf.tidy(() => {
    const batch = left.shape[0];
    const target = tf.concat([tf.eye(batch), tf.zeros([batch, batch])], 1);
    const direction = (own: tf.Tensor2D, other: tf.Tensor2D) =>
      tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits(own, other, temperature))), 1)));
    return tf.div(tf.add(direction(left, right), direction(right, left)), 2) as tf.Scalar;
  });
}
