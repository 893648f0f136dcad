import type { AlignmentTask, MultimodalGraph, SeedSet } from '../../graph/index.js';

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

/** Hops from each entity to the nearest seed; 3: more than two. */
function hopsFrom(graph: MultimodalGraph, seeds: Int32Array): Uint8Array {
  const { offsets, columns } = graph.neighbours();
  const hops = new Uint8Array(graph.entityCount).fill(3);
  for (const seed of seeds) hops[seed] = 0;
  for (const hop of [1, 2])
    for (let i = 0; i < hops.length; i++) {
      if (hops[i] !== hop - 1) continue;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) hops[columns[e]!] = Math.min(hops[columns[e]!]!, hop);
    }
  return hops;
}
