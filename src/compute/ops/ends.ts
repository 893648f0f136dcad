import type * as tf from '@tensorflow/tfjs';

/** Both ends of a batch of pairs are of one shape. @throws {RangeError} in the name of `op` */
export function checkEnds(left: tf.Tensor2D, right: tf.Tensor2D, op: string): void {
  if (left.shape[0] !== right.shape[0] || left.shape[1] !== right.shape[1])
    throw new RangeError(`${op}: ${left.shape.join(' × ')} and ${right.shape.join(' × ')}`);
}
