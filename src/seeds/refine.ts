import * as z from 'zod';
import { optionSet, steps, type Work } from '../base/index.js';
import { random, type Scores } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { train } from '../train/index.js';
import { blendedSides } from './blend.js';
import { type CorrectOptions, correctOptions, correctSeeds } from './correct.js';
import { type Embeddings, embeddings, seedEncoder } from './encoder.js';
import { pairScores } from './pair-scores.js';
import { bestFirst, joinPairs, pickPairs } from './pick.js';
import { fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, taskWeights, type Weights } from './weights.js';

/** Settings of {@link refineSeeds}; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface RefineOptions {
  /** Passes over the seeds (100). */
  readonly epochs?: number;
  /** AdamW's step length (0.01). */
  readonly learningRate?: number;
  /** AdamW's decoupled decay (0.01). */
  readonly weightDecay?: number;
  /** Seeds a batch, each other's negatives; the batches' losses add up to one step an epoch (2000). */
  readonly batchSize?: number;
  /** τ of the contrastive loss; the reference: 1 (0.1). */
  readonly temperature?: number;
  /** Whether embeddings are made unit before the loss; the reference: not (true). */
  readonly normalize?: boolean;
  /** Width of the encoder (300). */
  readonly width?: number;
  /** Attention heads of each graph layer ([2, 2]). */
  readonly heads?: readonly number[];
  /** Block weights of the modalities in the similarity that picks new pairs ([V ; A ; .3 R]). */
  readonly weights?: Weights;
  /** Weight of the raw features beside the learned ones in that similarity; the reference: 0 (1). */
  readonly raw?: number;
  /** New pairs: `mutual` nearest neighbours or a `greedy` one-to-one walk ('mutual'). */
  readonly pick?: 'greedy' | 'mutual';
  /** At most so many pairs are picked; null: every mutual pair, for `greedy` as many as there are seeds (null). */
  readonly k?: number | null;
  /** Neighbours in the hubness correction, CSLS; 0: none (10). */
  readonly csls?: number;
  /** A greedy walk looks at the `candidates · k` most similar pairs (100). */
  readonly candidates?: number;
  /** The error correction at the end; null: none. */
  readonly correct?: CorrectOptions | null;
  /** Order of the result: best `score` first, or the given seeds and then the new ones, `arrival` ('score'). */
  readonly order?: 'score' | 'arrival';
  /** Draws the encoder's first values, orders batches, breaks ties (1). */
  readonly seed?: number;
}

export const refineOptions = optionSet<RefineOptions>('refineSeeds', {
  epochs: z.number().int().positive().default(100),
  learningRate: z.number().positive().default(0.01),
  weightDecay: z.number().nonnegative().default(0.01),
  batchSize: z.number().int().min(2).default(2000),
  temperature: z.number().positive().default(0.1),
  normalize: z.boolean().default(true),
  width: z.number().int().positive().default(300),
  heads: z.array(z.number().int().positive()).min(1).default([2, 2]),
  weights: fields.weights.default(fusedWeights),
  raw: z.number().nonnegative().default(1),
  pick: fields.pick.default('mutual'),
  k: z.number().int().positive().nullable().default(null),
  csls: fields.csls.default(10),
  candidates: fields.candidates,
  correct: z.custom<CorrectOptions | null>((value) => typeof value === 'object').default({}),
  order: fields.order.default('score'),
  seed: fields.seed,
});

/** Stage 2's seeds, and what its encoder has learned; stage 3 needs both. */
export interface RefineResult extends SeedResult<RefineOptions> {
  /** Unit rows of both graphs by modality; the graph encoder's stand under the modality it starts from. */
  readonly embeddings: Embeddings;
  /** The loss of each epoch. */
  readonly history: { readonly loss: readonly number[] };
}

/**
 * Stage 2 of PSQE, contrastive fine-tuning, expansion and error correction (arXiv 2602.22903; method §3): trains a
 * graph attention encoder and linear layers on the seeds, picks the pairs that it finds most alike, adds those neither
 * end of which is a seed, and drops seeds whose raw features contradict them.
 * @returns seeds with scores of one scale, the similarity that picked new pairs
 * @throws {InputError} for seeds that do not fit the task, {@link DataError} without seeds, {@link AbortedError}
 */
export async function refineSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options?: RefineOptions,
  work?: Work,
): Promise<RefineResult> {
  const start = performance.now();
  const o = refineOptions.resolve(options);
  const correct = o.correct && correctOptions.resolve(o.correct);
  checkSeeds(seeds, task);
  const { learned, history } = await learn(task, seeds, o, work);
  const tell = steps(work, 'stage 2, expansion', 2);
  await tell(0);
  const sides = blendedSides(task, learned, o);
  await tell(1);
  let found = expanded({ ...sides, csls: clippedCsls(sides, o.csls) }, seeds, o);
  await tell(2, `${found.left.length} seeds`);
  if (correct) found = (await correctSeeds(task, found, correct, work)).seeds;
  return {
    seeds: o.order === 'score' ? bestFirst(found, o.seed) : found,
    embeddings: learned,
    history,
    options: { ...o, weights: taskWeights(task, o.weights), correct },
    seconds: secondsSince(start),
  };
}

async function learn(task: AlignmentTask, seeds: SeedSet, o: Required<RefineOptions>, work?: Work) {
  const model = seedEncoder(task, o, random(o.seed).fork('stage 2'));
  try {
    const joint = { left: seeds.left, right: seeds.right.map((r) => r + model.leftCount) };
    const { epochs, learningRate, weightDecay, batchSize, seed } = o;
    const settings = { epochs, learningRate, weightDecay, batchSize, seed, step: 'epoch' } as const;
    const { history } = await train(model, joint, settings, work);
    return { learned: embeddings(model), history };
  } finally {
    model.dispose();
  }
}

/** The seeds and the picked pairs that touch none of them, all scored alike. */
function expanded(scores: Scores, seeds: SeedSet, o: Required<RefineOptions>): SeedSet {
  const k = o.k ?? (o.pick === 'mutual' ? Number.POSITIVE_INFINITY : seeds.left.length);
  const picked = pickPairs(scores, { ...o, k, csls: scores.csls ?? 0 });
  const all = joinPairs(seeds, picked);
  return { left: all.left, right: all.right, score: pairScores(scores, all) };
}

function clippedCsls({ left, right }: Scores, csls: number): number {
  return Math.min(csls, left.rows, right.rows);
}
