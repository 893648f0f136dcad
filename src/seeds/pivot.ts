import { optionSet, steps, type Work } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { pickAmong } from './pick.js';
import { knownRows, rawSides } from './sides.js';
import { checkCount, fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, has, taskWeights, type Weights } from './weights.js';

/** Settings of {@link pivotSeeds}. */
export interface PivotOptions {
  /** How many seeds (800). */
  readonly k?: number;
  /** Block weights of the modalities compared; null: the image alone, without images the fused rest (null). */
  readonly weights?: Weights | null;
  /** Neighbours in the hubness correction, CSLS; 0: none (0). */
  readonly csls?: number;
  /** What becomes of the weight of a modality that an entity lacks, see `fuse` ('spread'). */
  readonly missing?: 'spread' | 'zero';
  /** `greedy` one-to-one walk or `mutual` nearest neighbours ('greedy'). */
  readonly pick?: 'greedy' | 'mutual';
  /** The greedy walk looks at the `candidates · k` most similar pairs (100). */
  readonly candidates?: number;
  /** Breaks ties (1). */
  readonly seed?: number;
}

export const pivotOptions = optionSet<PivotOptions>('pivotSeeds', {
  k: fields.k,
  weights: fields.weights.nullable().default(null),
  csls: fields.csls.default(0),
  missing: fields.missing.default('spread'),
  pick: fields.pick.default('greedy'),
  candidates: fields.candidates,
  seed: fields.seed,
});

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
