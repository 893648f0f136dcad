/**
 * PSQE: align two multimodal knowledge graphs without labels.
 *
 * What most programs need, by what one does. More of each room, and the types that these verbs name, is in
 * `psqe/data`, `/seeds`, `/models`, `/train`, `/evaluate`, `/theory`, `/study`, `/plots`, `/notebook` and `/compute`;
 * a name stands in one of them only.
 * @module psqe
 */

// basics: errors, options, progress and abort, engines
export {
  AbortedError,
  DataError,
  EngineError,
  InputError,
  like,
  type Option,
  OptionError,
  type OptionSet,
  type Options,
  type OptionsFrom,
  OutputError,
  option,
  optionSet,
  type ProgressEvent,
  PsqeError,
  type Resolved,
  steps,
  type Work,
} from './base/index.js';
export { type EngineInfo, engineInfo, useEngine } from './compute/index.js';
// read: graphs, tasks, links, seeds
export { buildEmoji } from './datasets/index.js';
// evaluate: against links that nothing was trained on
export {
  type AlignmentScores,
  evaluateAlignment,
  facetCounts,
  metricsWhere,
  type SeedQuality,
  seedQuality,
  splitLinks,
} from './evaluate/index.js';
export { imageDescriptor, openTask } from './features/index.js';
export {
  AlignmentTask,
  GroundTruth,
  type Links,
  MultimodalGraph,
  type SeedSet,
} from './graph/index.js';
// align: train on seeds, decide, bring a model of one's own
export { matchEntities } from './match/index.js';
export { checkModel, defineModel, modelNames } from './models/index.js';
export { type Dataset, dataFolder, readFolder, readLinks, readSeeds, writeMatches, writeSeeds } from './read/index.js';
// seeds: pivots, PSQE whole and stage by stage, sources by name
export {
  defineSeedSource,
  expandSeeds,
  learnWeights,
  makeSeeds,
  type PsqeOptions,
  type PsqeResult,
  pivotCsls,
  pivotSeeds,
  psqe,
  psqeStages,
  refineSeeds,
  resampleSeeds,
  type SeedResult,
  type SeedSource,
  seedSourceNames,
  variantSeeds,
} from './seeds/index.js';
// study: from two graphs to matches, and the main job
export {
  alignFromSeeds,
  alignGraphs,
  compareSeeds,
  type RunResult,
} from './study/index.js';
export { type AlignerOptions, type AlignerResult, trainAligner } from './train/index.js';
