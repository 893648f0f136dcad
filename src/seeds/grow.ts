import { steps, type Work } from '../base/index.js';
import type { Scores } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import { type BlockOptions, blockPairs } from './block.js';

/** How seeds grow into their neighbourhoods. */
export interface GrowOptions extends Omit<BlockOptions, 'threshold' | 'pairs'> {
  /** Look only at neighbours that are in no seed yet. */
  readonly free: boolean;
  /** From the first seed to the last, see {@link BlockOptions}. */
  readonly threshold: readonly [number, number];
  readonly pairs: readonly [number, number];
}

/**
 * Seed by seed in their order, the neighbours of the left end against those of the right end.
 * @returns the seeds, and behind them the pairs that join: those alike, neither end of which is in a pair yet
 */
export async function growSeeds(
  task: AlignmentTask,
  sides: Scores,
  seeds: Links,
  o: GrowOptions,
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
