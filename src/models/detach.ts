import * as tf from '@tensorflow/tfjs';

let held: HeldDetached | undefined;

/**
 * The same values; no gradient flows back. Stop gradients by this alone: `HeldDetached` then knows of it, and the
 * checks of a model can tell a stop that is meant from a gradient that is wrong.
 */
export function detach<T extends tf.Tensor>(x: T): T {
  if (held) return held.next(x) as T;
  const stop = tf.customGrad((given) => ({
    value: tf.clone(given as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return stop(x) as T;
}

/**
 * Holds what {@link detach} returns at the values of the first run, so that later runs, at other variables, differ by what
 * gradients flow through and by nothing else: the function whose derivative automatic differentiation takes.
 */
export class HeldDetached {
  private readonly values: tf.Tensor[] = [];
  private at = 0;
  private first = true;

  /** Runs `job`, which must detach the same tensors in the same order each time. */
  run<T>(job: () => T): T {
    this.at = 0;
    held = this;
    try {
      return job();
    } finally {
      held = undefined;
      this.first = false;
    }
  }

  /** What `detach` returns inside {@link run}. */
  next(x: tf.Tensor): tf.Tensor {
    if (this.first) this.values.push(tf.keep(tf.clone(x)));
    // A clone each time: the caller may dispose of what it gets.
    return tf.clone(this.values[this.at++]!);
  }

  dispose(): void {
    tf.dispose(this.values);
  }
}
