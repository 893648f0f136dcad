import * as tf from '@tensorflow/tfjs';
import { adamwStep } from '../compute/index.js';

/** The constants of AdamW. */
export interface AdamwOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** AdamW over a fixed list of variables. */
export interface Adamw {
  /** Both moments of each variable, in the variables' order; checkpoints store them. */
  readonly moments: readonly { readonly m: tf.Variable; readonly v: tf.Variable }[];
  /** Steps taken so far; a checkpoint sets it. */
  taken: number;
  /** Takes one step; `gradients` by the variables' names, a variable without one stays as it is (as in torch). */
  step(gradients: Readonly<Record<string, tf.Tensor>>, learningRate: number): void;
  dispose(): void;
}

/** Adam with decoupled weight decay (Loshchilov & Hutter, arXiv 1711.05101) in torch's form. */
export function adamw(variables: readonly tf.Variable[], o: AdamwOptions): Adamw {
  const zeros = (like: tf.Variable) => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
  const moments = variables.map((variable) => ({ m: zeros(variable), v: zeros(variable) }));
  return {
    moments,
    taken: 0,
    step(gradients, learningRate) {
      this.taken++;
      variables.forEach((variable, i) => {
        const gradient = gradients[variable.name];
        if (gradient) adamwStep(variable, gradient, moments[i]!, { ...o, learningRate, step: this.taken });
      });
    },
    dispose() {
      for (const { m, v } of moments) {
        m.dispose();
        v.dispose();
      }
    },
  };
}

/**
 * The gradients scaled so that their global norm is at most `limit` (torch's `clip_grad_norm_`). The norm is summed in the
 * order in which the variables were made (tfjs names them by a counter): a model that makes its layers in another order
 * has other last digits (`findings/tfjs-variable-order.sh`).
 */
export function clipGradients(
  gradients: Readonly<Record<string, tf.Tensor>>,
  limit: number,
): Record<string, tf.Tensor> {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((g) => tf.sum(tf.square(g)));
    const norm = tf.sqrt(tf.addN(squares));
    const factor = tf.minimum(tf.div(limit, tf.add(norm, 1e-6)), 1);
    return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]));
  });
}
