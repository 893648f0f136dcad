import type { Links } from './truth.js';

/**
 * How a match came about: `known` was given, `seed` was one of the seeds, `found` by the aligner alone; a `candidate` is no
 * match, but among the best partners of one of its ends.
 */
export type MatchStage = 'known' | 'seed' | 'found' | 'candidate';

/** Matches, one to one, best first; behind them candidates where these were asked for. */
export interface RankedMatches extends Links {
  /** The pair's probability; of known links 1. */
  readonly score: Float32Array;
  /** How probably the pair is right, as far as can be told without labels (method §6), 0 to 1; of known links 1. */
  readonly confidence: Float32Array;
  /** Which place the right end has among the left one's candidates, 1 is best; 0: none of those asked for. */
  readonly rank: Int32Array;
  /** Which place the left end has among the right one's candidates. */
  readonly reverseRank: Int32Array;
  readonly stage: readonly MatchStage[];
  /** 1 where both ends are each other's nearest by likeness alone (CSLS), before a plan shares the partners out. */
  readonly mutual: Uint8Array;
}
