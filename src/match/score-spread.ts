import type { RankedMatches } from '../graph/index.js';

/** How the scores of found matches are distributed: what a least score has to be chosen by. */
export interface ScoreSpread {
  /** Matches that were found: neither known before nor candidates. */
  readonly count: number;
  /** How many of them are each other's nearest by likeness alone, too. */
  readonly mutual: number;
  /** The score that this share of them has at most, by share; null where nothing was found. */
  readonly quantiles: Readonly<Record<'0' | '0.05' | '0.1' | '0.25' | '0.5' | '1', number | null>>;
}

/** The distribution of the scores of matches; a quantile is a score that is there (nearest rank). */
export function scoreSpread({ stage, score, mutual }: RankedMatches): ScoreSpread {
  const found = stage.flatMap((each, i) => (each === 'seed' || each === 'found' ? [i] : []));
  const sorted = Float32Array.from(found, (i) => score[i]!).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return {
    count: found.length,
    mutual: found.filter((i) => mutual[i]).length,
    quantiles: { '0': at(0), '0.05': at(0.05), '0.1': at(0.1), '0.25': at(0.25), '0.5': at(0.5), '1': at(1) },
  };
}
