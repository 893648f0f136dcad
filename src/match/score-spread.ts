import type { RankedMatches } from '../graph/index.js';

/** How the scores of found matches are distributed: what a least score has to be chosen by. */
export interface ScoreSpread {
  /** Matches that were found: neither known before nor candidates. */
  readonly count: number;
  /** How many of them are each other's nearest by likeness alone, too. */
  readonly mutual: number;
  /** Their least score, those that 5, 10, 25 and 50 in a hundred have at most, and the greatest; null where nothing was found. */
  readonly quantiles: Readonly<Record<'least' | 'p5' | 'p10' | 'p25' | 'median' | 'greatest', number | null>>;
}

/** The distribution of the scores of matches; a quantile is a score that is there (nearest rank). */
export function scoreSpread({ stage, score, mutual }: RankedMatches): ScoreSpread {
  const found = stage.flatMap((each, i) => (each === 'seed' || each === 'found' ? [i] : []));
  const sorted = Float32Array.from(found, (i) => score[i]!).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return {
    count: found.length,
    mutual: found.filter((i) => mutual[i]).length,
    quantiles: { least: at(0), p5: at(0.05), p10: at(0.1), p25: at(0.25), median: at(0.5), greatest: at(1) },
  };
}
