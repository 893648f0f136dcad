import type { GroundTruth, SeedSet } from '../graph/index.js';

/** Where seeds fall along some quantity of their left ends, from its lowest tenth to its highest. */
export interface SeedDeciles {
  /** Share of the seeds in each tenth of the entities; .1 everywhere when they are evenly spread. */
  readonly share: readonly number[];
  /** Seeds in each tenth. */
  readonly count: readonly number[];
  /** Share of right pairs among them; null where there are no seeds, or no truth. */
  readonly precision: readonly (number | null)[];
}

/**
 * Seeds by tenths of the left graph's entities, in order of `values` (N1 numbers, ties by row, which is random): e.g. of
 * their degree, or of how crowded their features are.
 */
export function seedDeciles(values: ArrayLike<number>, seeds: SeedSet, truth?: GroundTruth): SeedDeciles {
  const order = Array.from(values, (_, row) => row).sort((a, b) => values[a]! - values[b]! || a - b);
  const tenth = new Uint8Array(order.length);
  for (const [place, row] of order.entries()) tenth[row] = Math.floor((10 * place) / order.length);
  const partner = truth?.rightOf(order.length);
  const count = new Array<number>(10).fill(0);
  const right = new Array<number>(10).fill(0);
  seeds.left.forEach((row, i) => {
    count[tenth[row]!]!++;
    if (partner?.[row] === seeds.right[i]) right[tenth[row]!]!++;
  });
  return {
    count,
    share: count.map((n) => n / Math.max(1, seeds.left.length)),
    precision: count.map((n, t) => (partner && n > 0 ? right[t]! / n : null)),
  };
}
