import * as z from 'zod';
import { optionSet, type Work } from '../base/index.js';
import { withCsls } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { blendedSides } from './blend.js';
import { type CorrectOptions, correctOptions, correctSeeds } from './correct.js';
import type { Embeddings } from './encoder.js';
import { type GrowOptions, growFields, growSeeds } from './grow.js';
import { pairScores } from './pair-scores.js';
import { bestFirst } from './pick.js';
import { checkCompared, fields, type SeedResult, secondsSince } from './stage.js';
import { taskWeights } from './weights.js';

/** Settings of {@link expandSeeds}; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface ExpandOptions extends GrowOptions {
  /** Seeds are taken best `score` first, or as they come, `arrival` ('score'); the result likewise. */
  readonly order?: 'score' | 'arrival';
  /** Neighbours in the hubness correction of the scores returned, CSLS; 0: none (10). */
  readonly csls?: number;
  /** The error correction at the end; null: none (null). */
  readonly correct?: CorrectOptions | null;
}

export const expandOptions = optionSet<ExpandOptions>('expandSeeds', {
  ...growFields,
  order: fields.order.default('score'),
  csls: fields.csls.default(10),
  correct: z.custom<CorrectOptions | null>((value) => typeof value === 'object').default(null),
});

/** Every option filled in, those of the correction too. */
export function resolveExpand(options?: ExpandOptions) {
  const o = expandOptions.resolve(options);
  checkCompared(o, expandOptions.component);
  return { ...o, correct: o.correct && correctOptions.resolve(o.correct) };
}

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
  const o = resolveExpand(options);
  checkSeeds(seeds, task);
  const sides = blendedSides(task, refined.embeddings, o);
  const all = await growSeeds(task, sides, o.order === 'score' ? bestFirst(seeds, o.seed) : seeds, o, work);
  let found: SeedSet = { ...all, score: pairScores(withCsls(sides, o.csls), all) };
  if (o.correct) found = (await correctSeeds(task, found, o.correct, work)).seeds;
  return {
    seeds: o.order === 'score' ? bestFirst(found, o.seed) : found,
    options: { ...o, weights: taskWeights(task, o.weights) },
    seconds: secondsSince(start),
  };
}
