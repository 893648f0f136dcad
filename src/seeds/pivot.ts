import { like, type Options, option, optionSet, steps, type Work } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { pickAmong } from './pick.js';
import { knownRows, rawSides } from './sides.js';
import { checkCount, fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, has, taskWeights } from './weights.js';

export const pivotOptions = optionSet('pivotSeeds', {
  k: like(fields.k, 800, 'Number of seeds'),
  weights: option(
    fields.weights.check.nullable(),
    null,
    'Block weights of the modalities compared; null: the image alone, without images the fused rest',
  ),
  csls: like(fields.csls, 0, 'Neighbours in the hubness correction, CSLS; 0: none'),
  missing: like(fields.missing, 'spread', 'What becomes of the weight of a modality that an entity lacks, see `fuse`'),
  pick: like(fields.pick, 'greedy', '`greedy` one-to-one walk or `mutual` nearest neighbours'),
  candidates: like(fields.candidates, 100, 'The greedy walk looks at the `candidates · k` most similar pairs'),
  seed: like(fields.seed, 1, 'Breaks ties'),
});

/** Settings of {@link pivotSeeds}. */
export interface PivotOptions extends Options<typeof pivotOptions> {}

/** The stronger baseline, `pivot-csls` in our tables: [V ; A ; .3 R] with CSLS over 10 neighbours. */
export const pivotCsls: Readonly<PivotOptions> = { weights: fusedWeights, csls: 10 };

/**
 * Global pivoting, the baseline that PSQE improves (EVA, arXiv 2009.13603, §3.2; method §2): the most similar pairs of
 * raw features over the whole of both graphs, one-to-one. Entities of which nothing is known are left out.
 * @throws {OptionError} for a bad `k`, {@link DataError} when no comparable modality has a weight
 */
export async function pivotSeeds(
  task: AlignmentTask,
  options?: PivotOptions,
  work?: Work,
): Promise<SeedResult<PivotOptions>> {
  const start = performance.now();
  const o = pivotOptions.resolve(options);
  checkCount(task, o.k, pivotOptions.component);
  const tell = steps(work, 'pivot', 1);
  await tell(0);
  const weights = taskWeights(task, o.weights ?? (has(task, 'image') ? { image: 1 } : fusedWeights));
  const sides = rawSides(task, { weights, missing: o.missing });
  const seeds = pickAmong(sides, knownRows(sides), o);
  await tell(1, `${seeds.left.length} seeds`);
  return { seeds, options: { ...o, weights }, seconds: secondsSince(start) };
}
