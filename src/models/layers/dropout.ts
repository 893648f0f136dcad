import * as tf from '@tensorflow/tfjs';
import { hash } from '../../compute/index.js';

/** Zeroes a `rate` of the cells and scales the rest by 1/(1 − rate); which cells depends on `seed` alone. */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed: number): T {
  const mask = new Float32Array(x.size);
  const limit = rate * 0x1_0000_0000;
  for (let i = 0; i < mask.length; i++) mask[i] = hash(seed, i) < limit ? 0 : 1 / (1 - rate);
  return tf.mul(x, tf.tensor(mask, x.shape)) as T;
}
