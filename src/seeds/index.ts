export { confirmedShare } from './choose.js';
export type { Clustering } from './clusters.js';
export { type CorrectOptions, correctOptions, correctSeeds } from './correct.js';
export { type Embeddings, type EncoderOptions, type SeedEncoder, seedEncoder } from './encoder.js';
export { type ExpandOptions, expandOptions, expandSeeds } from './expand.js';
export { type FloodOptions, floodOptions, floodSeeds } from './flood.js';
export type { GrowOptions } from './grow.js';
export { type LearnWeightsOptions, learnWeights, learnWeightsOptions } from './learn-weights.js';
export { withLinks } from './links.js';
export * from './pivot.js';
export * from './presets.js';
export * from './psqe.js';
export { type RefineResult, refineSeeds } from './refine.js';
export { type RefineOptions, refineOptions, resolveRefine } from './refine-options.js';
export { resampleSeeds } from './resample.js';
export { type ResampleOptions, resampleOptions } from './resample-options.js';
export type { Round } from './rounds.js';
export { rawSides, type Sides } from './sides.js';
export * from './sources/index.js';
export type { SeedResult } from './stage.js';
export {
  type VariantOptions,
  type VariantResult,
  type VariantSize,
  variantOptions,
  variantSeeds,
} from './variants/variants.js';
export { fusedWeights, type Weights } from './weights.js';
