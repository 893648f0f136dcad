import * as tf from '@tensorflow/tfjs';
import { InputError } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import type { Model } from '../models/index.js';
import type { StepInfo, TrainWork } from './state.js';

/** What training made of a model's variables, in their order. */
export interface ModelWeights {
  /** Entities of the left graph; variables with a row an entity have those of the right graph behind them. */
  readonly leftCount: number;
  readonly entityCount: number;
  readonly variables: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
}

/** Where the entities of two graphs stood in earlier ones; -1: they are new. */
export interface FormerRows {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Listens to a training, and keeps the weights as they are after its last step; undefined where nothing was trained. */
export function weightKeeper(): Required<Pick<TrainWork, 'onStep'>> & { weights(): ModelWeights | undefined } {
  let kept: ModelWeights | undefined;
  return {
    onStep: ({ when, model, options, epoch }: StepInfo) => {
      // Within the last epoch each step may be the last one.
      if (when === 'after' && epoch + 1 >= options.epochs) kept = weightsOf(model);
    },
    weights: () => kept,
  };
}

/** A copy of the model's weights. */
export const weightsOf = ({ leftCount, entityCount, variables }: Model): ModelWeights => ({
  leftCount,
  entityCount,
  variables: variables.map((variable) => ({
    shape: [...variable.shape],
    values: Float32Array.from(variable.dataSync() as Float32Array),
  })),
});

/**
 * Puts weights into a model of a later task. What has a row an entity goes by `former`; a new entity's row is the mean of
 * those of its neighbours that are not new, or zeros.
 * @throws {InputError} where the weights are not of such a model, or of other features
 */
export function setWeights(model: Model, weights: ModelWeights, former: FormerRows, task: AlignmentTask): void {
  const rows = jointRows(former, weights);
  const neighbours = jointNeighbours(task);
  if (model.variables.length !== weights.variables.length) throw otherModel(model);
  model.variables.forEach((variable, v) => {
    const { shape, values } = weights.variables[v]!;
    const byEntity = shape.length === 2 && shape[0] === weights.entityCount && variable.shape[0] === model.entityCount;
    const wanted = byEntity ? [model.entityCount, shape[1]] : shape;
    if (wanted.join() !== variable.shape.join()) throw otherModel(model);
    const now = byEntity ? movedRows(values, shape[1]!, rows, neighbours) : values.slice();
    tf.tidy(() => variable.assign(tf.tensor(now, variable.shape)));
  });
}

const otherModel = ({ name }: Model) =>
  new InputError('the weights are of another model, or of other features', `model "${name}"`, 'Align anew');

const jointRows = ({ left, right }: FormerRows, { leftCount }: ModelWeights): number[] => [
  ...left,
  ...Array.from(right, (row) => (row < 0 ? -1 : row + leftCount)),
];

/** The neighbours of a joint row, as joint rows. */
function jointNeighbours({ left, right }: AlignmentTask): (row: number) => number[] {
  const sides = [left.neighbours(), right.neighbours()] as const;
  return (row) => {
    const shift = row < left.entityCount ? 0 : left.entityCount;
    const { offsets, columns } = sides[shift === 0 ? 0 : 1];
    return Array.from(columns.subarray(offsets[row - shift], offsets[row - shift + 1]), (column) => column + shift);
  };
}

function movedRows(
  values: Float32Array,
  width: number,
  former: readonly number[],
  neighbours: (row: number) => readonly number[],
): Float32Array {
  const out = new Float32Array(former.length * width);
  former.forEach((from, row) => {
    const into = out.subarray(row * width, (row + 1) * width);
    if (from >= 0) {
      into.set(values.subarray(from * width, (from + 1) * width));
      return;
    }
    const known = neighbours(row).flatMap((n) => (former[n]! >= 0 ? [former[n]!] : []));
    for (const n of known) for (let d = 0; d < width; d++) into[d]! += values[n * width + d]! / known.length;
  });
  return out;
}
