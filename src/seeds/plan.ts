import * as z from 'zod';
import { like, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { mutualTransport, type Pairs, type Scores, sinkhorn } from '../compute/index.js';
import { keptCells, sinkhornFields } from '../match/index.js';

export const planFields = {
  temperature: sinkhornFields.temperature,
  steps: sinkhornFields.steps,
  candidates: like(sinkhornFields.keep, 50),
  threshold: option(z.number().min(0).max(1), 0, 'Of `sinkhorn`: only pairs of a greater probability are picked'),
};

/** How pairs are picked by a transport plan. */
export const planOptions = optionSet('plan', planFields);

export interface PlanOptions extends Options<typeof planOptions> {}

/**
 * Pairs in which each end is the other's most probable partner in Sinkhorn's plan, of a probability above `threshold`: best
 * first, with it as score; `margin`: the lesser lead in log probability over both ends.
 * @param scores similarities up to about 1
 */
export function planPairs(
  scores: Scores,
  { temperature, steps, candidates, threshold }: Resolved<PlanOptions>,
  tieSeed: number,
): Pairs & { readonly margin: Float32Array } {
  const plan = sinkhorn(scores, { temperature, steps, candidates: keptCells(scores, candidates) });
  const pairs = mutualTransport(plan, { tieSeed });
  const unlikely = pairs.score.findIndex((probability) => !(probability > threshold));
  const count = unlikely < 0 ? pairs.score.length : unlikely;
  return {
    left: pairs.left.subarray(0, count),
    right: pairs.right.subarray(0, count),
    score: pairs.score.subarray(0, count),
    margin: pairs.margin.subarray(0, count),
  };
}
