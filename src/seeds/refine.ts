import { DataError, type Work } from '../base/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { correct } from './correct.js';
import type { Embeddings } from './encoder.js';
import { withLinks } from './links.js';
import { bestFirst } from './pick.js';
import { type RefineOptions, type ResolvedRefine, resolveRefine } from './refine-options.js';
import { type Round, trainRounds } from './rounds.js';
import { type SeedResult, secondsSince } from './stage.js';
import { taskWeights } from './weights.js';

/** Stage 2's seeds, and what its encoder has learned; stage 3 needs both. */
export interface RefineResult extends SeedResult<RefineOptions> {
  /** Unit rows of both graphs by modality, after the last round; `structure`: what was learned through the graph. */
  readonly embeddings: Embeddings;
  /** What each round was trained on, and what it found. */
  readonly rounds: readonly Round[];
  /** The loss of each epoch of all rounds. */
  readonly history: { readonly loss: readonly number[] };
}

/**
 * Stage 2 of PSQE, contrastive fine-tuning, expansion and error correction (arXiv 2602.22903; method §3), in rounds of
 * self-training: seeds support the pairs of their neighbours; a graph attention encoder and linear layers are trained on
 * the surest pairs, the pairs that are then found most alike take their place, and again with more of them. With
 * `preset: 'reference'` one round is trained on all seeds, the found pairs join them, and seeds that their raw features
 * contradict are dropped.
 * @returns seeds with scores of one scale, the similarity that picked the pairs
 * @throws {InputError} for seeds that do not fit the task, {@link DataError} without seeds, {@link AbortedError}
 */
export async function refineSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options?: RefineOptions,
  work?: Work,
): Promise<RefineResult> {
  checkSeeds(seeds, task);
  return refine(task, seeds, resolveRefine(task, options), work);
}

/** {@link refineSeeds} with options that are checked. */
export async function refine(
  task: AlignmentTask,
  seeds: SeedSet,
  o: ResolvedRefine,
  work?: Work,
): Promise<RefineResult> {
  const start = performance.now();
  const given = withLinks(task, seeds, o.links);
  if (given.left.length === 0)
    throw new DataError('there are no seeds to train on', 'refineSeeds', 'Make seeds first, or raise k');
  const { pairs, embeddings, rounds, loss } = await trainRounds(task, given, o, work);
  const found = o.correct ? (await correct(task, pairs, o.correct, work)).seeds : pairs;
  const { left, right, score } = o.order === 'score' ? bestFirst(found, o.seed) : found;
  return {
    seeds: { left, right, score },
    embeddings,
    rounds,
    history: { loss },
    options: { ...o, weights: taskWeights(task, o.weights) },
    seconds: secondsSince(start),
  };
}
