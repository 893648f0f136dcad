import * as z from 'zod';
import { optionSet, type Work } from '../base/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { blendedSides } from './blend.js';
import { type CorrectOptions, correctOptions, correctSeeds } from './correct.js';
import type { Embeddings } from './encoder.js';
import { growSeeds } from './grow.js';
import { pairScores } from './pair-scores.js';
import { bestFirst } from './pick.js';
import { fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, taskWeights, type Weights } from './weights.js';

/** Settings of {@link expandSeeds}; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface ExpandOptions {
  /** Block weights of the modalities in the similarity of neighbours ([V ; A ; .3 R]). */
  readonly weights?: Weights;
  /** Weight of the raw features in the similarity (1). */
  readonly raw?: number;
  /** Weight of the learned embeddings in it; the reference: as much as the raw ones (3). */
  readonly learned?: number;
  /** What becomes of the weight of a raw modality that an entity lacks, see `fuse` ('spread'). */
  readonly missing?: 'spread' | 'zero';
  /** `best`: the best pairs of a block, as many as `pairs`; `mutual`: all that are each other's best ('mutual'). */
  readonly pick?: 'best' | 'mutual';
  /** Take the means of rows and columns off a block, so that thresholds are relative to it (true). */
  readonly center?: boolean;
  /** Look only at neighbours that are in no seed yet (true). */
  readonly free?: boolean;
  /** A pair must be above it: the first at the first seed, changing evenly to the second at the last ([0, 0]). */
  readonly threshold?: readonly [number, number];
  /** For `best`: how many pairs a block gives, from the first seed to the last, rounded down ([6, 3]). */
  readonly pairs?: readonly [number, number];
  /** Seeds are taken best `score` first, or as they come, `arrival` ('score'); the result likewise. */
  readonly order?: 'score' | 'arrival';
  /** Neighbours in the hubness correction of the scores returned, CSLS; 0: none (10). */
  readonly csls?: number;
  /** The error correction at the end; null: none (null). */
  readonly correct?: CorrectOptions | null;
  /** Breaks ties (1). */
  readonly seed?: number;
}

const range = z.tuple([z.number(), z.number()]).readonly();

export const expandOptions = optionSet<ExpandOptions>('expandSeeds', {
  weights: fields.weights.default(fusedWeights),
  raw: z.number().nonnegative().default(1),
  learned: z.number().nonnegative().default(3),
  missing: fields.missing.default('spread'),
  pick: z.enum(['best', 'mutual']).default('mutual'),
  center: z.boolean().default(true),
  free: z.boolean().default(true),
  threshold: range.default([0, 0]),
  pairs: range.default([6, 3]),
  order: fields.order.default('score'),
  csls: fields.csls.default(10),
  correct: z.custom<CorrectOptions | null>((value) => typeof value === 'object').default(null),
  seed: fields.seed,
});

/**
 * Stage 3 of PSQE, neighbourhood expansion (arXiv 2602.22903; method §3): for one seed after the other, the graph
 * neighbours of its left end are compared with those of its right end, and pairs that are alike join the seeds when
 * neither end is in them yet. An entity without neighbours is its own neighbour.
 * @param refined stage 2's result, of which the embeddings are used
 * @throws {InputError} for seeds that do not fit the task
 */
export async function expandSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  refined: { readonly embeddings: Embeddings },
  options?: ExpandOptions,
  work?: Work,
): Promise<SeedResult<ExpandOptions>> {
  const start = performance.now();
  const o = expandOptions.resolve(options);
  const correct = o.correct && correctOptions.resolve(o.correct);
  checkSeeds(seeds, task);
  const sides = blendedSides(task, refined.embeddings, o);
  const all = await growSeeds(task, sides, o.order === 'score' ? bestFirst(seeds, o.seed) : seeds, o, work);
  const csls = Math.min(o.csls, sides.left.rows, sides.right.rows);
  let found: SeedSet = { ...all, score: pairScores({ ...sides, csls }, all) };
  if (correct) found = (await correctSeeds(task, found, correct, work)).seeds;
  return {
    seeds: o.order === 'score' ? bestFirst(found, o.seed) : found,
    options: { ...o, weights: taskWeights(task, o.weights), correct },
    seconds: secondsSince(start),
  };
}
