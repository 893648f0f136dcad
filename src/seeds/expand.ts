import * as z from 'zod';
import { optionSet, steps, type Work } from '../base/index.js';
import type { Scores } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { blendedSides } from './blend.js';
import { blockPairs } from './block.js';
import { type CorrectOptions, correctOptions, correctSeeds } from './correct.js';
import type { Embeddings } from './encoder.js';
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
  let found = await grown(task, sides, o.order === 'score' ? bestFirst(seeds, o.seed) : seeds, o, work);
  if (correct) found = (await correctSeeds(task, found, correct, work)).seeds;
  return {
    seeds: o.order === 'score' ? bestFirst(found, o.seed) : found,
    options: { ...o, weights: taskWeights(task, o.weights), correct },
    seconds: secondsSince(start),
  };
}

async function grown(
  task: AlignmentTask,
  sides: Scores,
  seeds: SeedSet,
  o: Required<ExpandOptions>,
  work?: Work,
): Promise<SeedSet> {
  const left = [...seeds.left];
  const right = [...seeds.right];
  const taken = { left: new Uint8Array(task.left.entityCount), right: new Uint8Array(task.right.entityCount) };
  const take = (l: number, r: number) => {
    taken.left[l] = 1;
    taken.right[r] = 1;
  };
  seeds.left.forEach((l, t) => {
    take(l, seeds.right[t]!);
  });
  const count = seeds.left.length;
  const tell = steps(work, 'stage 3', count);
  for (let t = 0; t < count; t++) {
    const along = ([from, to]: readonly [number, number]) => from + ((to - from) * t) / count;
    const rows = {
      left: neighboursOf(task.left, seeds.left[t]!, o.free ? taken.left : undefined),
      right: neighboursOf(task.right, seeds.right[t]!, o.free ? taken.right : undefined),
    };
    const limits = { threshold: along(o.threshold), pairs: Math.floor(along(o.pairs)) };
    for (const [l, r] of blockPairs(sides, rows, { ...o, ...limits })) {
      if (taken.left[l] || taken.right[r]) continue;
      take(l, r);
      left.push(l);
      right.push(r);
    }
    await tell(t + 1, `${left.length} seeds`);
  }
  const all = { left: Int32Array.from(left), right: Int32Array.from(right) };
  const csls = Math.min(o.csls, sides.left.rows, sides.right.rows);
  return { ...all, score: pairScores({ ...sides, csls }, all) };
}

/** An entity's neighbours, those taken left out; itself when it has none at all. */
function neighboursOf(graph: AlignmentTask['left'], entity: number, taken?: Uint8Array): Int32Array {
  const { offsets, columns } = graph.neighbours();
  const all = columns.slice(offsets[entity]!, offsets[entity + 1]!);
  const own = all.length > 0 ? all : Int32Array.of(entity);
  return taken ? own.filter((e) => !taken[e]) : own;
}
