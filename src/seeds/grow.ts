import * as z from 'zod';
import { steps, type Work } from '../base/index.js';
import type { Scores } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import { blockPairs } from './block.js';
import { fields } from './stage.js';
import { fusedWeights, type Weights } from './weights.js';

/** How seeds grow into their neighbourhoods: settings of stage 3, and of stage 2's rounds. */
export interface GrowOptions {
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
  /** Breaks ties (1). */
  readonly seed?: number;
}

export const growFields = {
  weights: fields.weights.default(fusedWeights),
  raw: z.number().nonnegative().default(1),
  learned: z.number().nonnegative().default(3),
  missing: fields.missing.default('spread'),
  pick: z.enum(['best', 'mutual']).default('mutual'),
  center: z.boolean().default(true),
  free: z.boolean().default(true),
  threshold: z.tuple([z.number(), z.number()]).readonly().default([0, 0]),
  pairs: z.tuple([z.number().nonnegative(), z.number().nonnegative()]).readonly().default([6, 3]),
  seed: fields.seed,
};

/**
 * Seed by seed in their order, the neighbours of the left end against those of the right end.
 * @returns the seeds, and behind them the pairs that join: those alike, neither end of which is in a pair yet
 */
export async function growSeeds(
  task: AlignmentTask,
  sides: Scores,
  seeds: Links,
  o: Required<GrowOptions>,
  work?: Work,
  what = 'stage 3',
): Promise<Links> {
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
  const tell = steps(work, what, count);
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
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

/** An entity's neighbours, those taken left out; itself when it has none at all. */
function neighboursOf(graph: AlignmentTask['left'], entity: number, taken?: Uint8Array): Int32Array {
  const { offsets, columns } = graph.neighbours();
  const all = columns.slice(offsets[entity]!, offsets[entity + 1]!);
  const own = all.length > 0 ? all : Int32Array.of(entity);
  return taken ? own.filter((e) => !taken[e]) : own;
}
