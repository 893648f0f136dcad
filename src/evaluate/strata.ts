import type { SeedSet } from '../graph/index.js';
import { type RankMetrics, rankMetrics } from './ranks.js';

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
