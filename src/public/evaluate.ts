/**
 * Measures one by one, matching's options, and the statistics behind intervals and spread.
 * @module psqe/evaluate
 */
export {
  type AbstentionRow,
  type AlignmentOptions,
  abstention,
  alignmentOptions,
  type Calibration,
  type CalibrationBin,
  type Coverage,
  calibration,
  coverage,
  type FacetCounts,
  type GroupCounts,
  type LinkedQuality,
  linkedQuality,
  matchQuality,
  metricsByGroup,
  type RankMetrics,
  rankMetrics,
  type SeedQualityOptions,
  type SplitOptions,
  seedQualityOptions,
  splitOptions,
  unseeded,
} from '../evaluate/index.js';
export {
  type Among,
  type Before,
  type Matches,
  type MatchOptions,
  matchOptions,
  type RankOptions,
  rankMatches,
  rankOptions,
  type ScoreSpread,
  scoreSpread,
} from '../match/index.js';
export {
  bootstrapInterval,
  type Estimate,
  entropy,
  estimate,
  gini,
  type Interval,
  klDivergence,
  mean,
  meanInterval,
  pairedDifference,
  type Spread,
  spread,
} from '../stats/index.js';
