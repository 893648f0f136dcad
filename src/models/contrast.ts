import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { OptionError, type OptionsFrom, option, type Resolved } from '../base/index.js';
import { type BothSides, type ContrastWeights, l2Normalize, weightedContrastiveLoss } from '../compute/index.js';
import { type Ends, icl } from './losses/index.js';
import { type BatchContext, type Encoded, pickRows, type Wants } from './model.js';

/** The checks of {@link ContrastOptions}, for a model's option set. */
export const contrastFields = {
  negatives: option(
    z.enum(['seeds', 'all']),
    'seeds',
    "Whom an anchor is pushed away from: the other seeds of its batch, or all entities of both graphs (by a sample: `negativeCount` entities of each graph that are not in the batch, drawn for each batch anew, stand for all such, and the batch's ends for themselves), so that the repulsion has the entities' density instead of the seeds'",
  ),
  negativeCount: option(
    z.number().int().positive(),
    512,
    "Entities of each graph drawn for a batch with `negatives: 'all'`",
  ),
  repulsion: option(
    z.enum(['plain', 'balanced']),
    'plain',
    "Seeds' ends as negatives: all alike, or each with π/q, its region's share of entities over its share of seeds",
  ),
  anchors: option(
    z.enum(['plain', 'balanced']),
    'plain',
    "Seeds' ends as anchors: all alike, or each with π/q of its region",
  ),
  balanceClip: option(
    z.number().min(1),
    10,
    'Ratios π/q are clipped to [1/clip, clip]; then made 1 in the mean of the batch',
  ),
};

/** How a model's contrastive losses use anchors and negatives: the remedies that method §7, T3 suggests. */
export interface ContrastOptions extends OptionsFrom<typeof contrastFields> {}

/** What a model with these options wants of training. @throws {OptionError} for options that contradict each other */
export function contrastWants(o: Resolved<ContrastOptions>, component: string): Wants {
  if (o.negatives === 'all' && o.repulsion === 'balanced')
    throw new OptionError(
      "negatives of all entities have the entities' density already",
      `${component}: option "repulsion"`,
      "Choose negatives: 'all' or repulsion: 'balanced'",
    );
  return {
    weights: true,
    negatives: o.negatives === 'all' ? o.negativeCount : 0,
    balance: o.repulsion === 'balanced' || o.anchors === 'balanced',
  };
}

/** Pairs of joint rows whose rows of `part` are contrasted. */
export interface ContrastPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Whether an entity (joint row) has what `part` embeds; drawn negatives that have not are left out. */
  known?(row: number): boolean;
  /** The pairs' rows of `part`, where the caller has them already. */
  readonly ends?: Ends;
}

/**
 * Weights of one side's ends under a `'balanced'` option: π/q of their regions (from `densityRatios`, by joint row),
 * clipped to [1/clip, clip] and then made 1 in the mean of these rows.
 * @param rows joint rows: one side of a batch
 */
export function balancedWeights(
  rows: Int32Array,
  ratios: Float32Array,
  clip: number = contrastFields.balanceClip.fallback,
): Float32Array {
  return meanOne(Float32Array.from(rows, (row) => Math.min(clip, Math.max(1 / clip, ratios[row]!))));
}

/** ICL of the pairs' rows of `part` (made unit first), with what the options and the batch ask for. */
export function contrast(
  encoded: Encoded,
  part: tf.Tensor2D,
  pairs: ContrastPairs,
  batch: BatchContext,
  o: Resolved<ContrastOptions> & { readonly temperature: number },
): tf.Scalar {
  const rows = (of: Int32Array) => pickRows(encoded, part, of);
  const ends = pairs.ends ?? { left: rows(pairs.left), right: rows(pairs.right) };
  const extra = drawnRows(pairs, batch);
  const weights = { ...anchorWeights(pairs, batch, o), ...negativeWeights(pairs, extra, batch, o) };
  if (Object.keys(weights).length === 0) return icl(ends.left, ends.right, o.temperature);
  return tf.tidy(() => {
    const more = extra && { extra: { left: l2Normalize(rows(extra.left)), right: l2Normalize(rows(extra.right)) } };
    const [left, right] = [l2Normalize(ends.left), l2Normalize(ends.right)];
    return weightedContrastiveLoss(left, right, o.temperature, { ...weights, ...more });
  });
}

type Rows = BothSides<Int32Array>;

/** The drawn entities that `part` embeds; none where a side has none. */
function drawnRows({ known = () => true }: ContrastPairs, { negatives }: BatchContext): Rows | undefined {
  if (!negatives) return undefined;
  const [left, right] = [negatives.left.filter(known), negatives.right.filter(known)];
  return left.length > 0 && right.length > 0 ? { left, right } : undefined;
}

/** Seed weight times π/q of the anchor's region. */
function anchorWeights(pairs: Rows, { weight, balance }: BatchContext, o: Resolved<ContrastOptions>): ContrastWeights {
  const ratios = o.anchors === 'balanced' ? balance : undefined;
  if (!weight && !ratios) return {};
  const side = (rows: Int32Array) => {
    const ratio = ratios ? balancedWeights(rows, ratios, o.balanceClip) : new Float32Array(rows.length).fill(1);
    return weight ? ratio.map((r, i) => r * weight[rows[i]!]!) : ratio;
  };
  return { anchors: { left: side(pairs.left), right: side(pairs.right) } };
}

/** Weights of the batch's ends, and of the drawn entities, as negatives: 1 in the mean of each side. */
function negativeWeights(
  pairs: Rows,
  extra: Rows | undefined,
  batch: BatchContext,
  o: Resolved<ContrastOptions>,
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
