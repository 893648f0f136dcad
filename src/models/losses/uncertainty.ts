import * as tf from '@tensorflow/tfjs';

/** Learned weights of several losses; `weigh` gives Σ exp(−s_m)·L_m + s_m over the losses at hand. */
export interface UncertaintyWeights {
  /** The s_m (log variances), one a name. */
  readonly logVariances: tf.Variable;
  weigh(losses: ReadonlyMap<string, tf.Scalar>): tf.Scalar;
}

/** Uncertainty weighting of named losses (Kendall et al., arXiv 1705.07115, in MCLEA's form); s_m start at 0. */
export function uncertaintyWeights(names: readonly string[]): UncertaintyWeights {
  const logVariances = tf.tidy(() => tf.variable(tf.zeros([names.length])));
  const weigh = (losses: ReadonlyMap<string, tf.Scalar>): tf.Scalar =>
    tf.tidy(() => {
      const present = names.filter((name) => losses.has(name));
      if (present.length === 0) return tf.scalar(0);
      const indices = tf.tensor1d(
        present.map((name) => names.indexOf(name)),
        'int32',
      );
      const s = tf.gather(logVariances, indices);
      const values = tf.stack(present.map((name) => losses.get(name)!));
      return tf.sum(tf.add(tf.mul(tf.exp(tf.neg(s)), values), s)) as tf.Scalar;
    });
  return { logVariances, weigh };
}
