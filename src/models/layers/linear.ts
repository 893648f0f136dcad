import * as tf from '@tensorflow/tfjs';
import { type Csr, type Random, sparseMatMul } from '../../compute/index.js';
import { rowsVariable, uniformVariable } from './uniform.js';

/** x ↦ x · weight + bias. */
export interface Linear {
  /** inputs × outputs. */
  readonly weight: tf.Variable;
  /** One value an output. */
  readonly bias: tf.Variable;
  readonly variables: readonly tf.Variable[];
  /** rows × inputs → rows × outputs; a sparse `x` is a constant (no gradient flows into it). */
  apply(x: tf.Tensor2D | Csr): tf.Tensor2D;
}

/**
 * A fully connected layer; weight and bias start uniform in ±1/√fanIn (torch's `nn.Linear`).
 * @param fanIn default: `inputs`; more where the layer stands for one whose further inputs are always zero
 */
export function linear(inputs: number, outputs: number, random: Random, fanIn = inputs): Linear {
  const bound = 1 / Math.sqrt(fanIn);
  return layerOf(uniformVariable([inputs, outputs], bound, random), uniformVariable([outputs], bound, random));
}

/**
 * A layer each of two kinds of rows, which start alike: [x ; 0] ↦ x · W + b, [x ; x] ↦ x · (W + Δ) + b, Δ zero at first.
 * @param inputs columns of x
 */
export function offsetLinear(inputs: number, outputs: number, random: Random, fanIn = inputs): Linear {
  const bound = 1 / Math.sqrt(fanIn);
  const draw = (rows: number) => (row: number) => (row < rows ? bound * (2 * random.uniform() - 1) : 0);
  return layerOf(rowsVariable([2 * inputs, outputs], draw(inputs)), uniformVariable([outputs], bound, random));
}

function layerOf(weight: tf.Variable, bias: tf.Variable): Linear {
  const times = (x: tf.Tensor2D | Csr): tf.Tensor2D =>
    x instanceof tf.Tensor
      ? tf.matMul(x, weight as tf.Tensor as tf.Tensor2D)
      : sparseMatMul(x, weight as tf.Tensor as tf.Tensor2D);
  return { weight, bias, variables: [weight, bias], apply: (x) => tf.tidy(() => tf.add(times(x), bias)) };
}
