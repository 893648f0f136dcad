import * as tf from '@tensorflow/tfjs';

/** The alignment loss (IAL, method §5) composed of plain tf ops. */
export function alignmentLossDefinition(
  left: tf.Tensor2D,
  right: tf.Tensor2D,
  jointLeft: tf.Tensor2D,
  jointRight: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  return tf.tidy(() => {
    const batch = left.shape[0];
    const mask = tf.concat([tf.zeros([batch, batch]), tf.mul(tf.eye(batch), -1e9)], 1);
    const logits = (own: tf.Tensor2D, other: tf.Tensor2D) =>
      tf.add(
        tf.concat(
          [
            tf.div(tf.matMul(own, other, false, true), temperature),
            tf.div(tf.matMul(own, own, false, true), temperature),
          ],
          1,
        ),
        mask,
      );
    const logSoftmax = (own: tf.Tensor2D, other: tf.Tensor2D) => tf.logSoftmax(logits(own, other));
    const fixed = tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (dy) => tf.zerosLike(dy as tf.Tensor),
    }));
    const direction = (own: tf.Tensor2D, other: tf.Tensor2D, jointOwn: tf.Tensor2D, jointOther: tf.Tensor2D) => {
      const target = fixed(logSoftmax(jointOwn, jointOther));
      return tf.mean(tf.mul(tf.exp(target), tf.sub(target, logSoftmax(own, other))));
    };
    return tf.div(
      tf.add(direction(left, right, jointLeft, jointRight), direction(right, left, jointRight, jointLeft)),
      2,
    ) as tf.Scalar;
  });
}
