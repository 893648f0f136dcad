import type * as tf from '@tensorflow/tfjs';
import type { Resolved } from '../../base/index.js';
import { type BothSides, type ContrastWeights, l2Normalize } from '../../compute/index.js';
import type { BatchContext } from '../model.js';
import type { EmbeddedPairs } from './embedded-pairs.js';
import { namedLoss } from './named-loss.js';
import type { LossOptions } from './options.js';
import { anchorWeights, negativeWeights } from './weights.js';

export interface PairLossOptions extends LossOptions {
  readonly temperature?: number;
}

/**
 * The loss that the options name, of the pairs' rows of one embedding, with the weights and negatives that the options and
 * the batch ask for. The caller tidies.
 * @param o.normalize make rows unit first (default: yes); rows as they are have no weights
 */
export function pairLoss(
  pairs: EmbeddedPairs,
  batch: BatchContext,
  o: Resolved<PairLossOptions> & { readonly normalize?: boolean },
): tf.Scalar {
  const { cost, weighs } = namedLoss(o.loss);
  const { left, right } = pairs.ends;
  if (o.normalize === false) return cost(left, right, o.temperature);
  const weights = weighs ? weightsOf(pairs, batch, o) : undefined;
  return cost(l2Normalize(left), l2Normalize(right), o.temperature, weights);
}

/** {@link pairLoss} of each of several embeddings. */
export function pairLosses(
  parts: ReadonlyMap<string, EmbeddedPairs>,
  batch: BatchContext,
  o: Resolved<PairLossOptions>,
): Map<string, tf.Scalar> {
  return new Map([...parts].map(([name, pairs]) => [name, pairLoss(pairs, batch, o)]));
}

/** Weights and drawn negatives; undefined where all count alike and there are none. */
function weightsOf(pairs: EmbeddedPairs, batch: BatchContext, o: Resolved<LossOptions>): ContrastWeights | undefined {
  const drawn = drawnRows(pairs, batch);
  const weights = { ...anchorWeights(pairs, batch, o), ...negativeWeights(pairs, drawn, batch, o) };
  if (Object.keys(weights).length === 0) return undefined;
  if (!drawn) return weights;
  const unit = (rows: Int32Array) => l2Normalize(pairs.pick(rows));
  return { ...weights, extra: { left: unit(drawn.left), right: unit(drawn.right) } };
}

/** The drawn entities that have the embedding; none where a side has none. */
function drawnRows({ known }: EmbeddedPairs, { negatives }: BatchContext): BothSides<Int32Array> | undefined {
  if (!negatives) return undefined;
  const [left, right] = [negatives.left.filter(known), negatives.right.filter(known)];
  return left.length > 0 && right.length > 0 ? { left, right } : undefined;
}
