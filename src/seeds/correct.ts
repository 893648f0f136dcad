import * as z from 'zod';
import { optionSet, steps, type Work } from '../base/index.js';
import { type Scores, takeRows, topK, withCsls } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { pairScores } from './pair-scores.js';
import { rawSides, type Sides } from './sides.js';
import { fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, taskWeights, type Weights } from './weights.js';

/** Settings of {@link correctSeeds}. */
export interface CorrectOptions {
  /** Block weights of the raw features compared ([V ; A ; .3 R]). */
  readonly weights?: Weights;
  /** Neighbours in the hubness correction among the seeds, CSLS; 0: none (10). */
  readonly csls?: number;
  /**
   * Which of its two directions a seed must pass, to its right end among all right ends and to its left end among all
   * left ends: `left` the first only (reference), `both`, or `either` ('either').
   */
  readonly direction?: 'left' | 'both' | 'either';
  /** A rival may be more similar by so much before the seed fails; 0: hard, as the reference (0.05). */
  readonly tolerance?: number;
  /** What becomes of the weight of a modality that an entity lacks, see `fuse` ('spread'). */
  readonly missing?: 'spread' | 'zero';
}

export const correctOptions = optionSet<CorrectOptions>('correctSeeds', {
  weights: fields.weights.default(fusedWeights),
  csls: fields.csls.default(10),
  direction: z.enum(['left', 'both', 'either']).default('either'),
  tolerance: z.number().nonnegative().default(0.05),
  missing: fields.missing.default('spread'),
});

/** Two sums of the same products in another order differ by less than this. */
const rounding = 1e-5;

/**
 * Error correction of PSQE (arXiv 2602.22903; method §3, stage 2 step 4): over the seeds' own ends and their raw
 * features, a seed is dropped when another seed's end is more similar than its partner. A rival just as similar does
 * no harm. Seeds kept stay in their order, with their scores.
 * @throws {InputError} for seeds that do not fit the task
 */
export async function correctSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options?: CorrectOptions,
  work?: Work,
): Promise<SeedResult<CorrectOptions>> {
  const start = performance.now();
  const o = correctOptions.resolve(options);
  checkSeeds(seeds, task);
  const tell = steps(work, `correction of ${seeds.left.length} seeds`, 1);
  await tell(0);
  const raw = rawSides(task, o);
  const kept = keptSeeds(raw, seeds, o);
  await tell(1, `${kept.left.length} kept`);
  return { seeds: kept, options: { ...o, weights: taskWeights(task, o.weights) }, seconds: secondsSince(start) };
}

function keptSeeds(raw: Sides, seeds: SeedSet, o: Required<CorrectOptions>): SeedSet {
  if (seeds.left.length === 0) return seeds;
  const ends = { left: takeRows(raw.left, seeds.left), right: takeRows(raw.right, seeds.right) };
  const scores = withCsls(ends, o.csls);
  const forth = passes(scores, o.tolerance);
  const back = o.direction === 'left' ? forth : passes(mirrored(scores), o.tolerance);
  const keep = (_: number, i: number): boolean =>
    o.direction === 'either' ? forth[i] === 1 || back[i] === 1 : forth[i] === 1 && back[i] === 1;
  return {
    left: seeds.left.filter(keep),
    right: seeds.right.filter(keep),
    score: seeds.score.filter(keep),
    ...(seeds.cluster && { cluster: seeds.cluster.filter(keep) }),
    ...(seeds.weight && { weight: seeds.weight.filter(keep) }),
  };
}

const mirrored = ({ left, right, radii }: Scores): Scores => ({
  left: right,
  right: left,
  ...(radii && { radii: { left: radii.right, right: radii.left } }),
});

/** 1 where row i's own column scores as high as the row's best, within the tolerance. */
function passes(scores: Scores, tolerance: number): Uint8Array {
  const own = Int32Array.from({ length: scores.left.rows }, (_, i) => i);
  const ownScores = pairScores(scores, { left: own, right: own });
  const best = topK(scores, 1).values;
  return Uint8Array.from(own, (i) => (ownScores[i]! >= best[i]! - tolerance - rounding ? 1 : 0));
}
