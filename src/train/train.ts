import { AbortedError, DataError, OptionError, type Resolved, steps } from '../base/index.js';
import type { Links } from '../graph/index.js';
import type { Model } from '../models/index.js';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.js';
import { trainEpoch } from './epoch.js';
import { iterate } from './iterative.js';
import { type TrainOptions, trainOptions } from './options.js';
import { freshState, type TrainSeeds, type TrainWork } from './state.js';

/** What came of a training; the trained values are in the model's variables. */
export interface TrainResult {
  /** Mean loss of a batch, by epoch. */
  readonly history: { readonly loss: readonly number[] };
  readonly options: Resolved<TrainOptions>;
  /** The seeds at the end (joint rows): more than at the start after iterative learning. */
  readonly seeds: Links;
}

/**
 * Trains a model on seeds (pairs of joint rows), in place. On abort the epochs done are kept: in the model's
 * variables, and in the checkpoint if one is named; then AbortedError is thrown.
 * @throws DataError without seeds, or when the loss is no longer finite; OptionError (also for weights that the model's
 * loss does not use, or regions that it needs); InputError for a bad checkpoint
 */
export async function train(
  model: Model,
  seeds: TrainSeeds,
  options: TrainOptions = {},
  work?: TrainWork,
): Promise<TrainResult> {
  const o = trainOptions.resolve(options);
  if (o.resume && o.checkpoint === null)
    throw new OptionError('resume needs a checkpoint', 'train: option "checkpoint"', 'Name the file to go on from');
  if (seeds.left.length === 0)
    throw new DataError('there are no seeds to train on', 'train', 'Make seeds first, or raise k');
  checkWants(model, seeds);
  const state = freshState(model, seeds, o, work?.onStep);
  const save = () => {
    if (o.checkpoint !== null) saveCheckpoint(state, seeds);
  };
  try {
    if (o.resume) loadCheckpoint(state, seeds);
    const tell = steps(work, `train ${model.name}`, o.epochs);
    while (state.epoch < o.epochs) {
      trainEpoch(state);
      iterate(state);
      if (state.epoch % o.checkpointEvery === 0 || state.epoch === o.epochs) save();
      await tell(state.epoch, `loss ${state.loss.at(-1)!.toFixed(3)}`);
    }
    return { history: { loss: state.loss }, options: o, seeds: state.seeds };
  } catch (error) {
    if (error instanceof AbortedError) save();
    throw error;
  } finally {
    state.optimizer.dispose();
  }
}

function checkWants({ name, wants }: Model, { weight, regions }: TrainSeeds): void {
  if (weight && !wants?.weights)
    throw new OptionError(`the loss of "${name}" does not weigh seeds`, 'train: seed weights', 'Leave them out');
  if (wants?.balance && !regions)
    throw new OptionError(
      `the loss of "${name}" balances regions, and there are none`,
      'train: regions',
      'Give each entity its region, e.g. entityRegions(task)',
    );
}
