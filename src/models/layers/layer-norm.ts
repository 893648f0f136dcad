import * as tf from '@tensorflow/tfjs';
import { constantVariable } from './uniform.js';

/** Layer normalisation over the last axis, with a learned scale and shift. */
export interface LayerNorm {
  readonly variables: readonly tf.Variable[];
  apply(x: tf.Tensor2D): tf.Tensor2D;
}

/** (x − mean)/√(variance + epsilon) · scale + shift, row by row (torch's `nn.LayerNorm`). */
export function layerNorm(width: number, epsilon = 1e-12): LayerNorm {
  const scale = constantVariable([width], 1);
  const shift = constantVariable([width], 0);
  const apply = (x: tf.Tensor2D): tf.Tensor2D =>
    tf.tidy(() => {
      const centred = tf.sub(x, tf.mean(x, 1, true));
      const variance = tf.mean(tf.square(centred), 1, true);
      const unit = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
      return tf.add(tf.mul(unit, scale), shift);
    });
  return { variables: [scale, shift], apply };
}
