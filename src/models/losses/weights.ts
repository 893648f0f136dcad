import type { Resolved } from '../../base/index.js';
import type { BothSides, ContrastWeights } from '../../compute/index.js';
import type { BatchContext } from '../model.js';
import { type LossOptions, lossFields } from './options.js';

type Rows = BothSides<Int32Array>;

/**
 * Weights of one side's ends under a `'balanced'` option: π/q of their regions (from `densityRatios`, by joint row),
 * clipped to [1/clip, clip] and then made 1 in the mean of these rows.
 * @param rows joint rows: one side of a batch
 */
export function balancedWeights(
  rows: Int32Array,
  ratios: Float32Array,
  clip: number = lossFields.balanceClip.fallback,
): Float32Array {
  return meanOne(Float32Array.from(rows, (row) => Math.min(clip, Math.max(1 / clip, ratios[row]!))));
}

/** Weights of anchors: the seed's weight times π/q of the region; none where all count alike. */
export function anchorWeights(
  pairs: Rows,
  { weight, balance }: BatchContext,
  o: Resolved<LossOptions>,
): ContrastWeights {
  const ratios = o.anchors === 'balanced' ? balance : undefined;
  if (!weight && !ratios) return {};
  const side = (rows: Int32Array) => {
    const ratio = ratios ? balancedWeights(rows, ratios, o.balanceClip) : new Float32Array(rows.length).fill(1);
    return weight ? ratio.map((r, i) => r * weight[rows[i]!]!) : ratio;
  };
  return { anchors: { left: side(pairs.left), right: side(pairs.right) } };
}

/** Weights of the batch's ends, and of the drawn entities, as negatives: 1 in the mean of each side. */
export function negativeWeights(
  pairs: Rows,
  extra: Rows | undefined,
  batch: BatchContext,
  o: Resolved<LossOptions>,
): ContrastWeights {
  const { balance, negatives } = batch;
  if (extra && negatives) {
    const side = (s: 'left' | 'right') => {
      const all = new Float32Array(pairs[s].length + extra[s].length).fill(negatives.each[s]);
      return meanOne(all.fill(1, 0, pairs[s].length));
    };
    const [left, right] = [side('left'), side('right')];
    const cut = (from: Float32Array, s: 'left' | 'right', drawn: boolean) =>
      drawn ? from.slice(pairs[s].length) : from.slice(0, pairs[s].length);
    return {
      negatives: { left: cut(left, 'left', false), right: cut(right, 'right', false) },
      extraWeights: { left: cut(left, 'left', true), right: cut(right, 'right', true) },
    };
  }
  if (o.repulsion !== 'balanced' || !balance) return {};
  const side = (rows: Int32Array) => balancedWeights(rows, balance, o.balanceClip);
  return { negatives: { left: side(pairs.left), right: side(pairs.right) } };
}

/** The weights divided by their mean. */
function meanOne(weights: Float32Array): Float32Array {
  const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
  return weights.map((w) => w / mean);
}
