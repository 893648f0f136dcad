import * as z from 'zod';
import { like, type OptionsFrom, option, type Resolved, steps, type Work } from '../base/index.js';
import type { Scores } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import { blockPairs } from './block.js';
import { fields } from './stage.js';
import { fusedWeights } from './weights.js';

export const growFields = {
  weights: like(fields.weights, fusedWeights, 'Block weights of the modalities in the similarity of neighbours'),
  raw: option(z.number().nonnegative(), 1, 'Weight of the raw features in the similarity'),
  learned: option(
    z.number().nonnegative(),
    3,
    'Weight of the learned embeddings in it; the reference: as much as the raw ones',
  ),
  labels: like(fields.labels, 0, "Weight of stage 2's view of its labels in it, see `labels` there; without one, none"),
  missing: like(
    fields.missing,
    'spread',
    'What becomes of the weight of a raw modality that an entity lacks, see `fuse`',
  ),
  propagate: like(
    fields.propagate,
    0,
    'How often the raw features are passed along the triples before they are compared, see `propagate`',
  ),
  pick: option(
    z.enum(['best', 'mutual']),
    'mutual',
    "`best`: the best pairs of a block, as many as `pairs`; `mutual`: all that are each other's best",
  ),
  center: option(
    z.boolean(),
    true,
    'Whether the means of rows and columns are taken off a block, so that thresholds are relative to it',
  ),
  free: option(z.boolean(), true, 'Whether only neighbours that are in no seed yet are compared'),
  threshold: option(
    z.tuple([z.number(), z.number()]).readonly(),
    [0, 0],
    'A pair must be above it: the first at the first seed, changing evenly to the second at the last',
  ),
  pairs: option(
    z.tuple([z.number().nonnegative(), z.number().nonnegative()]).readonly(),
    [6, 3],
    'For `best`: how many pairs a block gives, from the first seed to the last, rounded down',
  ),
  seed: like(fields.seed, 1, 'Breaks ties'),
};

/** How seeds grow into their neighbourhoods: settings of stage 3, and of stage 2's rounds. */
export interface GrowOptions extends OptionsFrom<typeof growFields> {}

/**
 * Seed by seed in their order, the neighbours of the left end against those of the right end.
 * @returns the seeds, and behind them the pairs that join: those alike, neither end of which is in a pair yet
 */
export async function growSeeds(
  task: AlignmentTask,
  sides: Scores,
  seeds: Links,
  o: Resolved<GrowOptions>,
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
