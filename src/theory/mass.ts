import type * as tf from '@tensorflow/tfjs';
import { count, DataError, type Options, option, optionSet } from '../base/index.js';
import { type AlignmentTask, checkSeeds, hopsFrom, type Regions, type SeedSet } from '../graph/index.js';
import type { Model } from '../models/index.js';
import { klDivergence } from '../stats/index.js';
import {
  type AlignerOptions,
  type AlignerResult,
  type StepInfo,
  type TrainWork,
  trainAligner,
} from '../train/index.js';

export const massOptions = optionSet('trainingMass', {
  every: option(count(), 5, 'A record every so many epochs'),
});

/** Settings of {@link trainingMass}: `trainAligner`'s, and how often to look. */
export interface MassOptions extends AlignerOptions, Options<typeof massOptions> {}

/** A quantity summed over the entities of each group, and how uneven it is. */
export interface Mass {
  /** Sum of norms by group. */
  readonly byGroup: readonly number[];
  /** KL(shares of the mass ‖ shares of the entities), nats: 0 when each group gets what its entities would. */
  readonly imbalance: number;
}

/** What the entities' own embedding rows got at one step, by group. */
export interface MassStep {
  readonly epoch: number;
  readonly loss: number;
  readonly groups: Readonly<
    Record<
      string,
      {
        /** ‖∂L/∂x_i‖. */
        readonly gradient: Mass;
        /** ‖Δx_i‖ of the step that AdamW took, weight decay apart: its second moments undo much of the gradient's size. */
        readonly update: Mass;
        /** ‖x_i − its start‖ after the step, weight decay included: where all steps led. */
        readonly moved: Mass;
      }
    >
  >;
  /** The same norms of all other variables, which every seed moves for every entity. */
  readonly shared: { readonly gradient: number };
}

/** Training, watched. */
export interface TrainingMass extends AlignerResult {
  readonly steps: readonly MassStep[];
  /** Entities of both graphs by group. */
  readonly entities: Readonly<Record<string, readonly number[]>>;
  /** Hops of each entity (joint rows) from the nearest seed, 0 … reach + 1. */
  readonly hops: Int32Array;
}

/** Hops that are told apart: one more than two graph layers reach. */
const reach = 3;

/**
 * T4: trains an aligner and records which regions' entities the gradients and AdamW's updates go to, against their share
 * of the entities. An entity's own structure row gets a gradient only within the graph encoder's hops of a seed; shared
 * weights, and weight decay, reach everyone.
 * @param groups named groupings of the entities; `hops` is added
 * @throws {DataError} for a model without a row an entity; what `trainAligner` throws
 */
export async function trainingMass(
  task: AlignmentTask,
  seeds: SeedSet,
  groups: Readonly<Record<string, Regions>>,
  options?: MassOptions,
  work?: TrainWork,
): Promise<TrainingMass> {
  const { every, ...rest } = options ?? {};
  const o = massOptions.resolve(every === undefined ? {} : { every });
  checkSeeds(seeds, task);
  const hops = jointLabels(hopsFrom(task.left, seeds.left, reach), hopsFrom(task.right, seeds.right, reach));
  const labels: Record<string, Grouping> = { hops: { of: hops, count: reach + 2 } };
  for (const [group, { left, right, count }] of Object.entries(groups))
    labels[group] = { of: jointLabels(left, right), count };
  const steps: MassStep[] = [];
  let look: ((info: StepInfo) => MassStep | undefined) | undefined;
  const onStep = (info: StepInfo) => {
    look ??= watcher(info.model, labels);
    const seen = info.epoch % o.every === 0 ? look(info) : undefined;
    if (seen) steps.push(seen);
    work?.onStep?.(info);
  };
  const result = await trainAligner(task, seeds, rest, { ...work, onStep });
  const entities = Object.entries(labels).map(([name, { of, count }]) => [name, sums(() => 1, of, count)]);
  return { ...result, steps, entities: Object.fromEntries(entities), hops };
}

/** The group of each joint row. */
interface Grouping {
  readonly of: Int32Array;
  readonly count: number;
}

/** Looks at a step: keeps gradients and values before it, and gives the masses after it. */
function watcher(model: Model, labels: Readonly<Record<string, Grouping>>) {
  const own = model.variables.find(({ shape }) => shape.length === 2 && shape[0] === model.entityCount);
  if (!own) throw new DataError(`model "${model.name}" has no variable with a row an entity`, 'trainingMass');
  const width = own.shape[1]!;
  const start = copy(own);
  let before = { values: start, gradient: start, shared: 0 };
  return ({ when, epoch, loss, gradients, learningRate, options }: StepInfo): MassStep | undefined => {
    if (when === 'before') {
      const others = Object.entries(gradients).filter(([name]) => name !== own.name);
      const gradient = gradients[own.name] ? copy(gradients[own.name]!) : new Float32Array(start.length);
      before = { values: copy(own), gradient, shared: others.reduce((s, [, g]) => s + norm(copy(g)), 0) };
      return undefined;
    }
    const after = copy(own);
    const { values, gradient, shared } = before;
    const kept = 1 - learningRate * options.weightDecay;
    const byRow = {
      gradient: rowNorms(width, gradient),
      update: rowNorms(
        width,
        after.map((x, at) => x - Math.fround(kept * values[at]!)),
      ),
      moved: rowNorms(
        width,
        after.map((x, at) => x - start[at]!),
      ),
    };
    const masses = (grouping: Grouping) => ({
      gradient: massOf(byRow.gradient, grouping),
      update: massOf(byRow.update, grouping),
      moved: massOf(byRow.moved, grouping),
    });
    const groups = Object.fromEntries(Object.entries(labels).map(([name, grouping]) => [name, masses(grouping)]));
    return { epoch, loss, groups, shared: { gradient: shared } };
  };
}

function massOf(norms: Float64Array, { of, count }: Grouping): Mass {
  const byGroup = sums((i) => norms[i]!, of, count);
  return {
    byGroup,
    imbalance: klDivergence(
      byGroup,
      sums(() => 1, of, count),
    ),
  };
}

const copy = (x: tf.Tensor): Float32Array => (x.dataSync() as Float32Array).slice();

const norm = (x: Float32Array): number => Math.sqrt(x.reduce((s, v) => s + v * v, 0));

function rowNorms(width: number, x: Float32Array): Float64Array {
  return Float64Array.from({ length: x.length / width }, (_, i) => norm(x.subarray(i * width, (i + 1) * width)));
}

function sums(value: (row: number) => number, labels: Int32Array, count: number): number[] {
  const out = new Array<number>(count).fill(0);
  for (let i = 0; i < labels.length; i++) out[labels[i]!]! += value(i);
  return out;
}

const jointLabels = (left: ArrayLike<number>, right: ArrayLike<number>): Int32Array =>
  Int32Array.from([...Array.from(left), ...Array.from(right)]);
