/**
 * Measures one by one, and the statistics behind intervals and spread.
 * @module psqe/evaluate
 */
export {
  type AlignmentOptions,
  type Assignment,
  type AssignOptions,
  alignmentOptions,
  assignmentQuality,
  assignOptions,
  type Coverage,
  coverage,
  type FacetCounts,
  type GroupCounts,
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
