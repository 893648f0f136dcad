import { type AlignmentTask, hopsFrom, type SeedSet } from '../../graph/index.js';

/** Share of both graphs' entities within so many hops of a seed. */
export interface Coverage {
  /** Entities that are seeds. */
  readonly 0: number;
  readonly 1: number;
  readonly 2: number;
}

/** Reach of the seeds in their own graphs (method §6). */
export function coverage({ left, right }: AlignmentTask, seeds: Pick<SeedSet, 'left' | 'right'>): Coverage {
  const all = left.entityCount + right.entityCount;
  const hops = [hopsFrom(left, seeds.left), hopsFrom(right, seeds.right)];
  const within = (most: number) =>
    hops.reduce((sum, side) => sum + side.reduce((n, h) => n + (h <= most ? 1 : 0), 0), 0) / all;
  return { 0: within(0), 1: within(1), 2: within(2) };
}
