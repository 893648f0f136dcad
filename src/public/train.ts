/**
 * The training loop and what it is made of.
 * @module psqe/train
 */
export {
  type Adamw,
  type AdamwOptions,
  adamw,
  alignerOptions,
  clipGradients,
  densityRatios,
  embed,
  rateFactor,
  type StepInfo,
  type TrainOptions,
  type TrainResult,
  type TrainSeeds,
  type TrainWork,
  train,
  trainOptions,
} from '../train/index.js';
