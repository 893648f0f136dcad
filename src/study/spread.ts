import { type AlignmentTask, degreeQuartiles, type MultimodalGraph, type SeedSet } from '../graph/index.js';

/** Where seeds are, over the entities of both graphs. */
export interface SeedSpread {
  /** By quartile of degree (0 sparsest … 3): its share of all entities; equal degrees stay together, so it may be far from 1/4. */
  readonly sizes: readonly number[];
  /** By quartile of degree: share of its entities within one hop of a seed; 0 where it has no entities. */
  readonly covered: readonly number[];
  /** By quartile of degree: share of its entities that are in a seed pair; 0 where it has no entities. */
  readonly seeded: readonly number[];
  /** By cluster of alike entities: share of its entities that are in a seed pair. */
  readonly clusters: readonly number[];
}

/** Whom a seed set reaches in the sparse and in the dense parts of both graphs. */
export function seedSpread({ left, right }: AlignmentTask, seeds: SeedSet): Omit<SeedSpread, 'clusters'> {
  const sides = [bySide(left, seeds.left), bySide(right, seeds.right)];
  const share = (of: 'covered' | 'seeded') =>
    [0, 1, 2, 3].map((q) => {
      const total = sides.reduce((sum, side) => sum + side.total[q]!, 0);
      return total === 0 ? 0 : sides.reduce((sum, side) => sum + side[of][q]!, 0) / total;
    });
  const entities = left.entityCount + right.entityCount;
  const sizes = [0, 1, 2, 3].map((q) => (sides[0]!.total[q]! + sides[1]!.total[q]!) / entities);
  return { sizes, covered: share('covered'), seeded: share('seeded') };
}

/** Counts of one graph's entities by quartile: all, seeds, and those within one hop of a seed. */
function bySide(graph: MultimodalGraph, seeds: Int32Array) {
  const quartile = degreeQuartiles(graph.degrees());
  const { offsets, columns } = graph.neighbours();
  const reached = new Uint8Array(graph.entityCount);
  for (const seed of seeds) {
    reached[seed] = 1;
    for (let e = offsets[seed]!; e < offsets[seed + 1]!; e++) reached[columns[e]!] = 1;
  }
  const count = (rows: Iterable<number>) => {
    const counts = [0, 0, 0, 0];
    for (const row of rows) counts[quartile[row]!]!++;
    return counts;
  };
  const rows = Array.from({ length: graph.entityCount }, (_, row) => row);
  return { total: count(rows), seeded: count(seeds), covered: count(rows.filter((row) => reached[row])) };
}
