import * as z from 'zod';
import { like, type Options, option, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import { type Scores, takeRows, topK, withCsls } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { pairScores } from './pair-scores.js';
import { checkWeights, rawSides, type Sides } from './sides.js';
import { fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, taskWeights } from './weights.js';

export const correctOptions = optionSet('correctSeeds', {
  weights: like(fields.weights, fusedWeights, 'Block weights of the raw features compared'),
  csls: like(fields.csls, 10, 'Neighbours in the hubness correction among the seeds, CSLS; 0: none'),
  direction: option(
    z.enum(['left', 'both', 'either']),
    'either',
    'In which direction a seed must pass, to its right end among all right ends or to its left end among all left ends: the first, `left` (the reference), `both`, or `either`',
  ),
  tolerance: option(
    z.number().nonnegative(),
    0.05,
    'So much more similar a rival may be before the seed fails; the reference: 0',
  ),
  missing: like(fields.missing, 'spread', 'What becomes of the weight of a modality that an entity lacks, see `fuse`'),
});

/** Settings of {@link correctSeeds}. */
export interface CorrectOptions extends Options<typeof correctOptions> {}

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
  checkSeeds(seeds, task);
  return correct(task, seeds, resolveCorrect(task, options), work);
}

/** Every option filled in, and checked against the task. */
export function resolveCorrect(task: AlignmentTask, options?: CorrectOptions): Resolved<CorrectOptions> {
  const o = correctOptions.resolve(options);
  checkWeights(task, o.weights);
  return o;
}

/** {@link correctSeeds} with options that are checked. */
export async function correct(
  task: AlignmentTask,
  seeds: SeedSet,
  o: Resolved<CorrectOptions>,
  work?: Work,
): Promise<SeedResult<CorrectOptions>> {
  const start = performance.now();
  const tell = steps(work, `correction of ${seeds.left.length} seeds`, 1);
  await tell(0);
  const raw = rawSides(task, o);
  const kept = keptSeeds(raw, seeds, o);
  await tell(1, `${kept.left.length} kept`);
  return { seeds: kept, options: { ...o, weights: taskWeights(task, o.weights) }, seconds: secondsSince(start) };
}

function keptSeeds(raw: Sides, seeds: SeedSet, o: Resolved<CorrectOptions>): SeedSet {
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
