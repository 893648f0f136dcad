import * as tf from '@tensorflow/tfjs';
import { alignmentLoss, l2Normalize } from '../../compute/index.js';
import { detach } from '../detach.js';
import type { Ends } from './embedded-pairs.js';

/**
 * Inter-modal alignment loss (MCLEA, arXiv 2209.00891, eq. 8; method §5): KL divergence from the joint embedding's
 * matching distribution, held fixed, to the modality's, over the logits of ICL; mean over cells and directions,
 * times `zoom`. Rows are made unit first.
 */
export function ial(
  modality: Ends,
  joint: Ends,
  o: { readonly temperature: number; readonly zoom: number },
): tf.Scalar {
  const unit = [modality.left, modality.right, detach(joint.left), detach(joint.right)].map((x) => l2Normalize(x));
  return tf.mul(alignmentLoss(unit[0]!, unit[1]!, unit[2]!, unit[3]!, o.temperature), o.zoom);
}
