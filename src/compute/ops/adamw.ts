import * as tf from '@tensorflow/tfjs';

/** The running means of a parameter's gradient (m) and of its square (v). */
export interface Moments {
  readonly m: tf.Variable;
  readonly v: tf.Variable;
}

export interface AdamWStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: the parameter shrinks by learningRate × weightDecay (arXiv 1711.05101). */
  readonly weightDecay: number;
  /** Counts from 1. */
  readonly step: number;
}

/** One AdamW step in place, as torch's, composed of plain tf ops. */
export function adamwStepDefinition(p: tf.Variable, grad: tf.Tensor, moments: Moments, o: AdamWStep): void {
  tf.tidy(() => {
    moments.m.assign(tf.add(tf.mul(moments.m, o.beta1), tf.mul(grad, 1 - o.beta1)));
    moments.v.assign(tf.add(tf.mul(moments.v, o.beta2), tf.mul(tf.square(grad), 1 - o.beta2)));
    const correction1 = 1 - o.beta1 ** o.step;
    const correction2 = 1 - o.beta2 ** o.step;
    const spread = tf.add(tf.sqrt(tf.div(moments.v, correction2)), o.epsilon);
    const shift = tf.div(tf.mul(moments.m, o.learningRate / correction1), spread);
    p.assign(tf.sub(tf.mul(p, 1 - o.learningRate * o.weightDecay), shift));
  });
}
