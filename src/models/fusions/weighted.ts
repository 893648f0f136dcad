import * as tf from '@tensorflow/tfjs';
import { optionSet } from '../../base/index.js';
import { l2Normalize } from '../../compute/index.js';
import { constantVariable } from '../layers/index.js';
import { blocksOf, defineFusion, type Fusion } from './fusion.js';

/**
 * Weighted concatenation (EVA, arXiv 2009.13603, eq. 4; MCLEA, eq. 5): unit rows of each part times softmax(logits), side
 * by side; zeros where an entity lacks the part. The logits, one a part, start at 1.
 */
export function weightedFusion(names: readonly string[]): Fusion {
  const logits = constantVariable([names.length], 1);
  return {
    variables: [logits],
    apply: (parts, known) => ({
      joint: tf.tidy(() => {
        const weights = tf.softmax(logits as tf.Tensor as tf.Tensor1D);
        const blocks = names.map((name, m) => {
          const unit = l2Normalize(parts.get(name)!);
          const mask = known?.get(name);
          return tf.mul(mask ? tf.mul(unit, mask) : unit, tf.slice(weights, m, 1)) as tf.Tensor2D;
        });
        return tf.concat(blocks, 1);
      }),
      blocks: blocksOf(names, parts),
    }),
  };
}

defineFusion({
  name: 'weighted',
  options: optionSet('weighted fusion', {}),
  build: (widths) => weightedFusion([...widths.keys()]),
});
