import * as z from 'zod';
import { like, type Options, option, optionSet, type Resolved, roundCount, steps, type Work } from '../base/index.js';
import { type Csr, type Pairs, withProducts } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { type Marked, pickPairs } from './pick.js';
import { type PlanOptions, planOptions } from './plan.js';
import { rawSides, type Sides } from './sides.js';
import { fields, type SeedResult, secondsSince } from './stage.js';
import { mixedSupport, neighbourSupport, scaled } from './support.js';
import { fusedWeights, taskWeights } from './weights.js';

export const floodOptions = optionSet('floodSeeds', {
  weight: option(z.number().nonnegative(), 0.3, 'Weight of the support against that of the similarity, 1'),
  memory: option(z.number().min(0).lt(1), 0.5, 'Share that the support of the rounds before keeps in the next'),
  most: option(
    z.number().positive(),
    1e6,
    'A seed pair of two hubs that would support more pairs of neighbours than this supports none',
  ),
  rounds: option(roundCount(), 4, 'How often support is counted and pairs are picked anew'),
  weights: like(fields.weights, fusedWeights, 'Block weights of the raw features compared'),
  missing: like(fields.missing, 'spread', 'What becomes of the weight of a modality that an entity lacks, see `fuse`'),
  pick: option(
    z.enum(['mutual', 'sinkhorn']),
    'mutual',
    "`mutual` nearest neighbours, or each other's most probable partners in `sinkhorn`'s plan, without `csls`",
  ),
  plan: fields.plan,
  propagate: fields.propagate,
  csls: like(fields.csls, 10, 'Neighbours in the hubness correction, CSLS; 0: none'),
  seed: like(fields.seed, 1, 'Breaks ties'),
});

/** Settings of {@link floodSeeds}. */
export interface FloodOptions extends Options<typeof floodOptions> {}

/**
 * Structural flooding: pairs that seeds support through the graphs (see `neighbourSupport`) gain on their rivals.
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
  const given = floodOptions.resolve(options);
  const o = { ...given, plan: planOptions.resolve(given.plan) };
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
  o: Resolved<FloodOptions>,
  work?: Work,
): Promise<{ pairs: Marked; support: Csr }> {
  const tell = steps(work, 'flooding', o.rounds);
  await tell(0);
  let pairs: Marked = seeds;
  let support: Csr | undefined;
  await withProducts(sides, async () => {
    for (let round = 1; round <= o.rounds; round++) {
      support = nextSupport(task, support, pairs, o);
      pairs = pickSupported(sides, support, o);
      await tell(round, `${pairs.left.length} pairs`);
    }
  });
  return { pairs, support: support! };
}

/** The support by the pairs, and what is remembered of the rounds before. */
export function nextSupport(
  task: AlignmentTask,
  before: Csr | undefined,
  pairs: Pairs,
  o: Pick<Resolved<FloodOptions>, 'weight' | 'memory' | 'most'>,
): Csr {
  const now = neighbourSupport(task, pairs, o.most);
  return before ? mixedSupport(before, now, o.memory) : now;
}

/** Mutual nearest neighbours of the sides' similarity and the support. */
export function pickSupported(
  sides: Sides,
  support: Csr,
  o: {
    readonly weight: number;
    readonly csls: number;
    readonly seed: number;
    readonly pick?: 'mutual' | 'sinkhorn';
    readonly plan?: PlanOptions;
  },
): Marked {
  const scores = { ...sides, sparse: scaled(support, o.weight) };
  return pickPairs(scores, { pick: 'mutual', ...o, k: Number.POSITIVE_INFINITY, candidates: 1 });
}
