import * as z from 'zod';
import { type OptionsFrom, option, type Resolved } from '../../base/index.js';
import { mutualTransport, sinkhorn } from '../../compute/index.js';
import type { SeedSet } from '../../graph/index.js';
import type { Sides } from '../sides.js';
import { fields } from '../stage.js';

export const likelyFields = {
  temperature: option(z.number().positive(), 50, "What similarities are multiplied by before Sinkhorn's exp"),
  steps: option(z.int().positive(), 10, "Sinkhorn's steps, each over rows and columns"),
  candidates: option(
    z.int().nonnegative(),
    50,
    'Sinkhorn goes over the best pairs of each entity, so many of them; 0: over all pairs',
  ),
  threshold: option(z.number().min(0).max(1), 0.5, 'Pairs of a greater probability become seeds'),
  seed: fields.seed,
};

/** How likely pairs are found. */
export interface LikelyOptions extends OptionsFrom<typeof likelyFields> {}

/**
 * Pairs in which each end is the other's most probable partner in Sinkhorn's plan over all of both graphs, of a probability
 * above `threshold`: best first, with it as score.
 */
export function likelyPairs(sides: Sides, o: Resolved<LikelyOptions>): SeedSet {
  const { temperature, steps, candidates, threshold, seed } = o;
  const pairs = mutualTransport(sinkhorn(sides, { temperature, steps, candidates }), { tieSeed: seed });
  const likely = pairs.score.findIndex((probability) => !(probability > threshold));
  const count = likely < 0 ? pairs.score.length : likely;
  return {
    left: pairs.left.subarray(0, count),
    right: pairs.right.subarray(0, count),
    score: pairs.score.subarray(0, count),
  };
}
