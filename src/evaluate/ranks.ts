/** What a list of ranks says; all shares in [0, 1]. */
export interface RankMetrics {
  /** How many ranks. */
  readonly count: number;
  /** Share of queries whose true answer is ranked first; null when there are no queries, as all below. */
  readonly hits1: number | null;
  readonly hits5: number | null;
  readonly hits10: number | null;
  /** Mean of 1/rank. */
  readonly mrr: number | null;
  /** Mean rank, 1 is best. */
  readonly meanRank: number | null;
}

/** Hits@1/5/10, mean reciprocal rank and mean rank of ranks that start at 1. */
export function rankMetrics(ranks: ArrayLike<number>): RankMetrics {
  const count = ranks.length;
  if (count === 0) return { count, hits1: null, hits5: null, hits10: null, mrr: null, meanRank: null };
  let reciprocal = 0;
  let sum = 0;
  const within = { 1: 0, 5: 0, 10: 0 };
  for (let i = 0; i < count; i++) {
    const rank = ranks[i]!;
    reciprocal += 1 / rank;
    sum += rank;
    for (const k of [1, 5, 10] as const) if (rank <= k) within[k]++;
  }
  return {
    count,
    hits1: within[1] / count,
    hits5: within[5] / count,
    hits10: within[10] / count,
    mrr: reciprocal / count,
    meanRank: sum / count,
  };
}
