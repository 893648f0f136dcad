import type { SeedSet } from '../graph/index.js';
import { type RankMetrics, rankMetrics } from './ranks.js';

/**
 * The quartile of degree of each entity, 0 (sparsest) … 3. Cuts are the values at a quarter, a half and three quarters
 * of the sorted degrees; equal degrees are in one quartile, so with many ties quartiles are unequal.
 */
export function degreeQuartiles(degrees: ArrayLike<number>): Int32Array {
  const sorted = Float64Array.from(degrees).sort();
  const cuts = [0.25, 0.5, 0.75].map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!);
  return Int32Array.from(degrees, (degree) => cuts.filter((cut) => degree > cut).length);
}

/**
 * Measures of each group of queries apart.
 * @param ranks rank of each query's answer, @param group of each query, 0 … groups-1; -1: in none
 */
export function metricsByGroup(ranks: ArrayLike<number>, group: ArrayLike<number>, groups: number): RankMetrics[] {
  const lists: number[][] = Array.from({ length: groups }, () => []);
  for (let i = 0; i < ranks.length; i++) if (group[i]! >= 0) lists[group[i]!]!.push(ranks[i]!);
  return lists.map(rankMetrics);
}

/** Measures of the queries for which `keep(i)` holds. */
export function metricsWhere(ranks: ArrayLike<number>, keep: (query: number) => boolean): RankMetrics {
  return rankMetrics(Array.from(ranks).filter((_, i) => keep(i)));
}

/**
 * For each test link, 1 where its left end is a seed in NONE of the sets: what aligners must carry over to entities
 * they were told nothing about. Give all the sets that a table compares.
 */
export function unseeded(testLeft: Int32Array, sets: readonly Pick<SeedSet, 'left'>[]): Uint8Array {
  const seeded = new Set(sets.flatMap((set) => [...set.left]));
  return Uint8Array.from(testLeft, (row) => (seeded.has(row) ? 0 : 1));
}
