import { like, type OptionsFrom, type Resolved } from '../../base/index.js';
import type { SeedSet } from '../../graph/index.js';
import { planFields, planPairs } from '../plan.js';
import type { Sides } from '../sides.js';
import { fields } from '../stage.js';

export const likelyFields = {
  ...planFields,
  threshold: like(planFields.threshold, 0.5, 'Pairs of a greater probability become seeds'),
  seed: fields.seed,
};

/** How likely pairs are found. */
export interface LikelyOptions extends OptionsFrom<typeof likelyFields> {}

/**
 * Pairs in which each end is the other's most probable partner in Sinkhorn's plan over all of both graphs, of a probability
 * above `threshold`: best first, with it as score.
 */
export function likelyPairs(sides: Sides, o: Resolved<LikelyOptions>): SeedSet {
  const { left, right, score } = planPairs(sides, o, o.seed);
  return { left, right, score };
}
