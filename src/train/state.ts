import type * as tf from '@tensorflow/tfjs';
import type { Resolved, Work } from '../base/index.js';
import type { Links, Regions } from '../graph/index.js';
import type { BatchContext, Model, RowSubset } from '../models/index.js';
import { rowSubset } from '../models/index.js';
import { type Adamw, adamw } from './adamw.js';
import { densityRatios, meanOneWeights } from './balance.js';
import type { TrainOptions } from './options.js';

/** Pairs of joint rows to train on. */
export interface TrainSeeds extends Links {
  /** How much each pair counts (all alike); made 1 in the mean. */
  readonly weight?: Float32Array;
  /** The entities' regions, for a loss that balances them. */
  readonly regions?: Regions;
  /** Fingerprint of the data that the model sees (`taskFingerprint`): a checkpoint of other data is refused. */
  readonly data?: string;
}

/** What an observer of training sees of one step of the optimiser, called before the step and after it. */
export interface StepInfo {
  readonly when: 'before' | 'after';
  readonly model: Model;
  readonly options: Resolved<TrainOptions>;
  /** Epochs done. */
  readonly epoch: number;
  /** Summed over the step's batches. */
  readonly loss: number;
  readonly learningRate: number;
  /** By the variables' names, clipped as the options say; do not keep or dispose of them. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
}

/** `Work`, and an observer of every step. */
export interface TrainWork extends Work {
  readonly onStep?: (info: StepInfo) => void;
}

/** All that training changes: what a checkpoint holds. */
export interface TrainState {
  readonly model: Model;
  readonly options: Resolved<TrainOptions>;
  readonly optimizer: Adamw;
  readonly onStep?: (info: StepInfo) => void;
  /** Epochs done. */
  epoch: number;
  /** The seeds it started from. */
  readonly initial: TrainSeeds;
  /** The seeds in use, joint rows; iterative learning adds to them. */
  seeds: Links;
  /** What else of the seeds the model's loss uses. */
  context: BatchContext;
  /** Rows that the seeds use. */
  subset: RowSubset;
  /** Pairs (joint rows) that passed every check of the present round of iterative learning. */
  candidates: Links;
  /** Mean loss of a batch, by epoch. */
  readonly loss: number[];
}

/** The state before the first epoch. */
export function freshState(
  model: Model,
  seeds: TrainSeeds,
  options: Resolved<TrainOptions>,
  onStep?: (info: StepInfo) => void,
): TrainState {
  return {
    model,
    options,
    optimizer: adamw(model.variables, options),
    ...(onStep && { onStep }),
    epoch: 0,
    initial: seeds,
    seeds,
    context: contextOf(model, seeds, seeds),
    subset: rowSubset(model.entityCount, seeds.left, seeds.right),
    candidates: noLinks,
    loss: [],
  };
}

export const noLinks: Links = { left: new Int32Array(0), right: new Int32Array(0) };

/** Takes other seeds into use; those that came to the initial ones weigh 1. */
export function setSeeds(state: TrainState, seeds: Links): void {
  state.seeds = seeds;
  state.context = contextOf(state.model, state.initial, seeds);
  state.subset = rowSubset(state.model.entityCount, seeds.left, seeds.right);
}

function contextOf(model: Model, initial: TrainSeeds, seeds: Links): BatchContext {
  const { weight, regions } = initial;
  return {
    ...(weight && { weight: meanOneWeights(model.entityCount, initial, weight) }),
    ...(regions && model.wants?.balance && { balance: densityRatios(model.leftCount, seeds, regions) }),
  };
}
