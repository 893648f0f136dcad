import * as z from 'zod';
import { optionSet, steps, type Work } from '../base/index.js';
import type { Csr, Pairs } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { type Marked, pickPairs } from './pick.js';
import { rawSides, type Sides } from './sides.js';
import { fields, type SeedResult, secondsSince } from './stage.js';
import { mixedSupport, neighbourSupport, scaled } from './support.js';
import { fusedWeights, taskWeights, type Weights } from './weights.js';

/** How seeds support pairs of their neighbours. */
export interface SupportOptions {
  /** Weight of the support beside the similarity of features (0.3). */
  readonly weight?: number;
  /** Share that the support of the rounds before keeps in the next (0.5). */
  readonly memory?: number;
  /** Pairs of hubs that would support more pairs of neighbours than so many support none: 1000 × 1000 (1e6). */
  readonly most?: number;
}

/** Settings of {@link floodSeeds}. */
export interface FloodOptions extends SupportOptions {
  /** How often support is counted and pairs are picked anew (4). */
  readonly rounds?: number;
  /** Block weights of the raw features compared ([V ; A ; .3 R]). */
  readonly weights?: Weights;
  /** What becomes of the weight of a modality that an entity lacks, see `fuse` ('spread'). */
  readonly missing?: 'spread' | 'zero';
  /** Neighbours in the hubness correction, CSLS; 0: none (10). */
  readonly csls?: number;
  /** Breaks ties (1). */
  readonly seed?: number;
}

export const floodOptions = optionSet<FloodOptions>('floodSeeds', {
  weight: z.number().nonnegative().default(0.3),
  memory: z.number().min(0).lt(1).default(0.5),
  most: z.number().positive().default(1e6),
  rounds: z.number().int().positive().default(4),
  weights: fields.weights.default(fusedWeights),
  missing: fields.missing.default('spread'),
  csls: fields.csls.default(10),
  seed: fields.seed,
});

/**
 * Structural flooding: pairs that seeds support through the graphs (see {@link neighbourSupport}) gain on their rivals.
 * In each round X = S + weight · K, S the similarity of raw features and K the support; the mutual nearest neighbours
 * of X (hubness-corrected) are the next round's seeds, whether or not they were among the last. Needs no training.
 * @throws {InputError} for seeds that do not fit the task
 */
export async function floodSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options?: FloodOptions,
  work?: Work,
): Promise<SeedResult<FloodOptions>> {
  const start = performance.now();
  const o = floodOptions.resolve(options);
  checkSeeds(seeds, task);
  const weights = taskWeights(task, o.weights);
  const { pairs } = await flood(task, seeds, rawSides(task, { ...o, weights }), o, work);
  const { left, right, score } = pairs;
  return { seeds: { left, right, score }, options: { ...o, weights }, seconds: secondsSince(start) };
}

/** {@link floodSeeds} over any similarity; also the support that it ended with. */
export async function flood(
  task: AlignmentTask,
  seeds: Pairs,
  sides: Sides,
  o: Required<FloodOptions>,
  work?: Work,
): Promise<{ pairs: Marked; support: Csr }> {
  const tell = steps(work, 'flooding', o.rounds);
  await tell(0);
  let pairs: Marked = seeds;
  let support: Csr | undefined;
  for (let round = 1; round <= o.rounds; round++) {
    support = nextSupport(task, support, pairs, o);
    pairs = pickSupported(sides, support, o);
    await tell(round, `${pairs.left.length} pairs`);
  }
  return { pairs, support: support! };
}

/** The support by the pairs, and what is remembered of the rounds before. */
export function nextSupport(
  task: AlignmentTask,
  before: Csr | undefined,
  pairs: Pairs,
  o: Required<SupportOptions>,
): Csr {
  const now = neighbourSupport(task, pairs, o.most);
  return before ? mixedSupport(before, now, o.memory) : now;
}

/** Mutual nearest neighbours of the sides' similarity and the support. */
export function pickSupported(
  sides: Sides,
  support: Csr,
  o: { readonly weight: number; readonly csls: number; readonly seed: number },
): Marked {
  const scores = { ...sides, sparse: scaled(support, o.weight) };
  const all = { pick: 'mutual', k: Number.POSITIVE_INFINITY, candidates: 1 } as const;
  return pickPairs(scores, { ...all, csls: o.csls, seed: o.seed });
}
