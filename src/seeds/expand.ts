import * as z from 'zod';
import { like, type Options, option, optionSet, type Resolved, type Work } from '../base/index.js';
import { withCsls } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { comparedSides } from './compared.js';
import { type CorrectOptions, correct, resolveCorrect } from './correct.js';
import type { Embeddings } from './encoder.js';
import { growFields, growSeeds } from './grow.js';
import { pairScores } from './pair-scores.js';
import { bestFirst, takePairs } from './pick.js';
import { checkWeights } from './sides.js';
import { checkCompared, fields, type SeedResult, secondsSince } from './stage.js';
import { taskWeights } from './weights.js';

export const expandOptions = optionSet('expandSeeds', {
  ...growFields,
  order: like(
    fields.order,
    'score',
    'Seeds are taken best `score` first, or as they come, `arrival`; the result likewise',
  ),
  csls: like(fields.csls, 10, 'Neighbours in the hubness correction of the scores returned, CSLS; 0: none'),
  correct: option(
    z.custom<CorrectOptions | null>((value) => typeof value === 'object'),
    null,
    'The error correction at the end; null: none',
  ),
  least: option(
    z.number().nullable(),
    null,
    'What a pair must score at the end, of a similarity of weight 1: others, of entities that may have no partner, are left out; null: all stay',
  ),
});

/** Settings of {@link expandSeeds}; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface ExpandOptions extends Options<typeof expandOptions> {}

/** Every option filled in, those of the correction too. */
export type ResolvedExpand = Resolved<ExpandOptions> & { readonly correct: Resolved<CorrectOptions> | null };

/** Every option filled in, and checked against the task. */
export function resolveExpand(task: AlignmentTask, options?: ExpandOptions): ResolvedExpand {
  const o = expandOptions.resolve(options);
  checkCompared(o, expandOptions.component);
  if (o.raw > 0) checkWeights(task, o.weights);
  return { ...o, correct: o.correct && resolveCorrect(task, o.correct) };
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
  checkSeeds(seeds, task);
  return expand(task, seeds, refined, resolveExpand(task, options), work);
}

/** {@link expandSeeds} with options that are checked. */
export async function expand(
  task: AlignmentTask,
  seeds: SeedSet,
  refined: { readonly embeddings: Embeddings },
  o: ResolvedExpand,
  work?: Work,
): Promise<SeedResult<ExpandOptions>> {
  const start = performance.now();
  const sides = comparedSides(task, refined.embeddings, o);
  const all = await growSeeds(task, sides, o.order === 'score' ? bestFirst(seeds, o.seed) : seeds, o, work);
  let found: SeedSet = sure({ ...all, score: pairScores(withCsls(sides, o.csls), all) }, o);
  if (o.correct) found = (await correct(task, found, o.correct, work)).seeds;
  return {
    seeds: o.order === 'score' ? bestFirst(found, o.seed) : found,
    options: { ...o, weights: taskWeights(task, o.weights) },
    seconds: secondsSince(start),
  };
}

/** The pairs that score more than `least`; similarities are added up, not averaged. */
function sure(pairs: SeedSet, { least, raw, learned, labels }: ResolvedExpand): SeedSet {
  if (least === null) return pairs;
  const most = raw + learned + labels;
  const places = [...pairs.left.keys()].filter((p) => pairs.score[p]! > least * most);
  return takePairs(pairs, places);
}
