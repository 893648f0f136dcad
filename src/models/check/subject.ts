import type * as tf from '@tensorflow/tfjs';
import { type Random, random } from '../../compute/index.js';
import type { AlignmentTask, Links } from '../../graph/index.js';
import { syntheticTask } from '../../synthetic/index.js';
import { type ModelInputs, modelInputs } from '../inputs.js';
import { type BatchContext, type Model, type RowSubset, rowSubset } from '../model.js';
import { buildModel } from '../registry.js';

/** A model under check: it can be built again and again, on a small task with a batch of pairs. */
export interface Subject {
  readonly inputs: ModelInputs;
  /** Joint rows. */
  readonly pairs: Links;
  readonly seed: number;
  readonly tolerance: number;
  readonly allowIdle: boolean;
  readonly draw: Random;
  /** A model of the subject's seed, its variables as built. Do not dispose of it. */
  readonly model: Model;
  /** What the model's loss wants of a batch. */
  readonly batch: BatchContext | undefined;
  /** The rows that a loss of this batch needs. */
  readonly rows: RowSubset;
  /** A fresh model, disposed of when `use` returns. */
  withModel<T>(use: (model: Model) => T, o?: { readonly inputs?: ModelInputs; readonly seed?: number }): T;
}

export interface SubjectOptions {
  readonly name: string;
  readonly options: object;
  readonly task: AlignmentTask | null;
  readonly seed: number;
  readonly tolerance: number;
  readonly allowIdle: boolean;
}

/** Small enough for some thousand losses: 20 entities a graph, a quarter of each modality's rows unknown. */
const smallTask = (seed: number) =>
  syntheticTask({
    entities: 20,
    regions: 2,
    widths: { image: 10, attribute: 8, relation: 6 },
    degree: 3,
    missing: 0.25,
    seed,
  }).task;

/** Calls `use` with the subject, and frees its model in the end. */
export function withSubject<T>(o: SubjectOptions, use: (subject: Subject) => T): T {
  const inputs = modelInputs(o.task ?? smallTask(o.seed));
  const draw = random(o.seed).fork('checkModel');
  const pairs = somePairs(inputs, draw.fork('pairs'));
  const built = (given = inputs, seed = o.seed) => buildModel(o.name, given, { options: o.options, seed });
  const model = built();
  try {
    const { seed, tolerance, allowIdle } = o;
    const batch = batchOf(model, pairs, draw.fork('balance'));
    const { left, right } = batch?.negatives ?? { left: noRows, right: noRows };
    const rows = rowSubset(model.entityCount, pairs.left, pairs.right, left, right);
    const withModel: Subject['withModel'] = (job, other) => {
      const fresh = built(other?.inputs, other?.seed);
      try {
        return job(fresh);
      } finally {
        fresh.dispose();
      }
    };
    return use({ inputs, pairs, seed, tolerance, allowIdle, draw, model, batch, rows, withModel });
  } finally {
    model.dispose();
  }
}

const noRows = new Int32Array(0);

/** Half of the smaller graph's entities (16 at most), each with some entity of the other graph. */
function somePairs({ leftCount, entityCount }: ModelInputs, draw: Random): Links {
  const count = Math.max(2, Math.min(16, Math.floor(Math.min(leftCount, entityCount - leftCount) / 2)));
  const right = draw.permutation(entityCount - leftCount).slice(0, count);
  return { left: draw.permutation(leftCount).slice(0, count), right: right.map((row) => row + leftCount) };
}

/** As training would give it; negatives are all entities outside the batch. */
function batchOf({ wants, leftCount, entityCount }: Model, pairs: Links, draw: Random): BatchContext | undefined {
  if (!wants?.negatives && !wants?.balance) return undefined;
  const taken = new Set([...pairs.left, ...pairs.right]);
  const free = (from: number, to: number) =>
    Int32Array.from({ length: to - from }, (_, i) => from + i).filter((row) => !taken.has(row));
  return {
    ...(wants.balance && { balance: Float32Array.from({ length: entityCount }, () => 0.5 + draw.uniform()) }),
    ...(wants.negatives && {
      negatives: { left: free(0, leftCount), right: free(leftCount, entityCount), each: { left: 1, right: 1 } },
    }),
  };
}

/** How a fault names a variable. */
export function variableName(variables: readonly tf.Variable[], i: number): string {
  const { shape } = variables[i]!;
  return `variable ${i + 1} of ${variables.length} (${shape.length > 0 ? shape.join(' × ') : 'one number'})`;
}
