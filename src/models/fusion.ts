import * as tf from '@tensorflow/tfjs';
import { l2Normalize } from '../compute/index.js';
import { constantVariable } from './layers/index.js';

/** Learned fusion of modality embeddings into one. */
export interface Fusion {
  /** One logit a modality. */
  readonly logits: tf.Variable;
  /**
   * Unit rows of each part times softmax(logits), side by side.
   * `known.get(name)`: rows × 1 of 0/1, where an entity lacks that modality its block is zero.
   */
  fuse(parts: ReadonlyMap<string, tf.Tensor2D>, known?: ReadonlyMap<string, tf.Tensor2D>): tf.Tensor2D;
}

/** Weighted concatenation (EVA, arXiv 2009.13603, eq. 4; MCLEA, eq. 5); all logits start at 1. */
export function weightedFusion(names: readonly string[]): Fusion {
  const logits = constantVariable([names.length], 1);
  return {
    logits,
    fuse: (parts, known) =>
      tf.tidy(() => {
        const weights = tf.softmax(logits as tf.Tensor as tf.Tensor1D);
        const blocks = names.map((name, m) => {
          const unit = l2Normalize(parts.get(name)!);
          const mask = known?.get(name);
          const weighted = tf.mul(mask ? tf.mul(unit, mask) : unit, tf.slice(weights, m, 1)) as tf.Tensor2D;
          return weighted;
        });
        return tf.concat(blocks, 1);
      }),
  };
}
