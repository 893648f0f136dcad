import * as tf from '@tensorflow/tfjs';
import type { Random } from '../../compute/index.js';

/** A trainable variable of the given shape, uniform in ±`bound`. */
export function uniformVariable(shape: number[], bound: number, random: Random): tf.Variable {
  return filledVariable(shape, () => bound * (2 * random.uniform() - 1));
}

/** A trainable matrix, every value drawn for its row. */
export function rowsVariable([rows, cols]: [number, number], draw: (row: number) => number): tf.Variable {
  let at = 0;
  return filledVariable([rows, cols], () => draw(Math.floor(at++ / cols)));
}

/** A trainable variable of the given shape, Normal(0, `deviation`). */
export function normalVariable(shape: number[], deviation: number, random: Random): tf.Variable {
  return filledVariable(shape, () => random.normal(0, deviation));
}

/** A trainable variable of the given shape, every value the same. */
export function constantVariable(shape: number[], value: number): tf.Variable {
  return filledVariable(shape, () => value);
}

function filledVariable(shape: number[], draw: () => number): tf.Variable {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = draw();
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32')));
}
