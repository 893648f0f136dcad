/**
 * The training loop and what it is made of.
 * @module psqe/train
 */
export {
  type Adamw,
  type AdamwOptions,
  adamw,
  alignerOptions,
  type ContinuedAligner,
  clipGradients,
  continueAligner,
  densityRatios,
  embed,
  type FormerRows,
  type ModelWeights,
  rateFactor,
  type StepInfo,
  type TrainedBefore,
  type TrainOptions,
  type TrainResult,
  type TrainSeeds,
  type TrainWork,
  train,
  trainOptions,
} from '../train/index.js';
