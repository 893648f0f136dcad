import type { Links } from '../graph/index.js';
import type { Model, RowSubset } from '../models/index.js';
import { rowSubset } from '../models/index.js';
import { type Adamw, adamw } from './adamw.js';
import type { TrainOptions } from './options.js';

/** All that training changes: what a checkpoint holds. */
export interface TrainState {
  readonly model: Model;
  readonly options: Required<TrainOptions>;
  readonly optimizer: Adamw;
  /** Epochs done. */
  epoch: number;
  /** The seeds in use, joint rows; iterative learning adds to them. */
  seeds: Links;
  /** Rows that the seeds use. */
  subset: RowSubset;
  /** Pairs (joint rows) that passed every check of the present round of iterative learning. */
  candidates: Links;
  /** Mean loss of a batch, by epoch. */
  readonly loss: number[];
}

/** The state before the first epoch. */
export function freshState(model: Model, seeds: Links, options: Required<TrainOptions>): TrainState {
  return {
    model,
    options,
    optimizer: adamw(model.variables, options),
    epoch: 0,
    seeds,
    subset: rowSubset(model.entityCount, seeds.left, seeds.right),
    candidates: noLinks,
    loss: [],
  };
}

export const noLinks: Links = { left: new Int32Array(0), right: new Int32Array(0) };

/** Takes other seeds into use. */
export function setSeeds(state: TrainState, seeds: Links): void {
  state.seeds = seeds;
  state.subset = rowSubset(state.model.entityCount, seeds.left, seeds.right);
}
