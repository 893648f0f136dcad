import type * as tf from '@tensorflow/tfjs';
import { tileSize } from '../threads/sizes.js';
import { anchorLse, lossOp, withEnds } from './contrastive-loss.js';
import { alignmentLossDefinition } from './definitions.js';
import { checkEnds } from './ends.js';
import { fusedOp, heapBackend } from './heap-op.js';

/**
 * Inter-modal alignment loss (MCLEA, arXiv 2209.00891, eq. 8; method §5): KL divergence of the modality's matching
 * distribution from the joint embedding's, over the logits of `contrastiveLoss`; the mean over a direction's B · 2B
 * cells, then of both directions. No gradient flows into the joint embedding. Rows are used as they are.
 * @param left B × width
 * @param right B × width
 * @param jointLeft B × joint width
 * @param jointRight B × joint width
 */
export function alignmentLoss(
  left: tf.Tensor2D,
  right: tf.Tensor2D,
  jointLeft: tf.Tensor2D,
  jointRight: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  checkEnds(left, right, 'alignmentLoss');
  checkEnds(jointLeft, jointRight, 'alignmentLoss, joint');
  if (left.shape[0] !== jointLeft.shape[0])
    throw new RangeError(`alignmentLoss: ${left.shape[0]} pairs, ${jointLeft.shape[0]} in the joint embedding`);
  const backend = heapBackend();
  if (!backend || left.shape[0] === 0) return alignmentLossDefinition(left, right, jointLeft, jointRight, temperature);
  const { device } = backend;
  const [count, jointWidth] = jointLeft.shape;
  return fusedOp(backend, [left, right], ([z, w]) => {
    const joint = [backend.address(jointLeft), backend.address(jointRight)] as const;
    const sizes = [2 * count * device.threads, count, 2 * tileSize ** 2 * device.threads, 2 * device.threads];
    const { value, gradients } = device.with(sizes, (...addresses) => {
      const [jointLse, own, tile, sums] = addresses as [number, number, number, number];
      anchorLse(backend, [count, jointWidth], joint, temperature, jointLse, own, tile);
      return withEnds(backend, z!, w!, temperature, ({ run }) => {
        const totals = device.heap.doubles(sums, device.threads).fill(0);
        const cells = 4 * count * count;
        const numbers = { jointWidth, jointLeft: joint[0], jointRight: joint[1], jointLse, sums };
        run(1 / (cells * temperature), (own, steps) => device.run('alignGradient', steps, { ...own, ...numbers }));
        return totals.reduce((a, b) => a + b, 0) / cells;
      });
    });
    return lossOp(backend, value, gradients);
  });
}
