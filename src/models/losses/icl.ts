import type * as tf from '@tensorflow/tfjs';
import { contrastiveLoss, l2Normalize, weightedContrastiveLoss } from '../../compute/index.js';
import { defineLoss } from './named-loss.js';

/**
 * Intra-modal contrastive loss of B pairs (MCLEA, arXiv 2209.00891, eq. 6; method §5): each end must pick its partner
 * among the B entities opposite and the B-1 others of its own side; the mean of both directions.
 * @param left B × width, @param right B × width; rows are made unit first
 */
export function icl(left: tf.Tensor2D, right: tf.Tensor2D, temperature: number): tf.Scalar {
  return contrastiveLoss(l2Normalize(left), l2Normalize(right), temperature);
}

/** ICL, all pairs alike. */
defineLoss({ name: 'icl', cost: contrastiveLoss });

/** ICL with weights of anchors and negatives, and more negatives (method §7, T3); without any it is ICL. */
defineLoss({
  name: 'weighted',
  weighs: true,
  cost: (left, right, temperature, weights) =>
    weights ? weightedContrastiveLoss(left, right, temperature, weights) : contrastiveLoss(left, right, temperature),
});
