import type { Links, RankedMatches } from '../graph/index.js';
import { linkedQuality } from './match-quality.js';

/** What is left of the matches when those of less confidence are left out. */
export interface AbstentionRow {
  readonly minConfidence: number;
  /** Matches that are kept, and their share of all that were found. */
  readonly matches: number;
  readonly coverage: number;
  /** Mean confidence of what is kept, which is its precision as far as confidences hold; null where nothing is. */
  readonly expected: number | null;
  /** By links, where they are given. */
  readonly precision: number | null;
  readonly recall: number | null;
}

/** Thresholds that a table has. */
export const abstentionSteps: readonly number[] = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/**
 * How many matches, how right ones, are left for each least confidence: expected without labels, and measured where there
 * are links ({@link linkedQuality}). Known links and candidates do not count.
 */
export function abstention(
  matches: RankedMatches,
  links?: Links,
  thresholds: readonly number[] = abstentionSteps,
): AbstentionRow[] {
  const found = [...matches.stage.keys()].filter((i) => matches.stage[i] === 'seed' || matches.stage[i] === 'found');
  return thresholds.map((minConfidence) => {
    const kept = found.filter((i) => matches.confidence[i]! >= minConfidence);
    const sum = kept.reduce((total, i) => total + matches.confidence[i]!, 0);
    const quality = links && linkedQuality(withStages(matches, kept), links);
    return {
      ...{ minConfidence, matches: kept.length },
      coverage: found.length === 0 ? 0 : kept.length / found.length,
      expected: kept.length === 0 ? null : sum / kept.length,
      precision: quality?.precision ?? null,
      recall: quality?.recall ?? null,
    };
  });
}

/** The matches with all that is neither kept nor known counted as candidates. */
function withStages(matches: RankedMatches, kept: readonly number[]): RankedMatches {
  const keep = new Set(kept);
  return {
    ...matches,
    stage: matches.stage.map((stage, i) => (stage === 'known' || keep.has(i) ? stage : 'candidate')),
  };
}
