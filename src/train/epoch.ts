import * as tf from '@tensorflow/tfjs';
import { DataError } from '../base/index.js';
import { hash, random } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { type BatchContext, type RowSubset, rowSubset } from '../models/index.js';
import { clipGradients } from './adamw.js';
import { drawNegatives } from './balance.js';
import { rateFactor } from './schedule.js';
import type { TrainState } from './state.js';

/** One pass over the seeds; appends the mean loss of a batch to the history. */
export function trainEpoch(state: TrainState): void {
  const { model, options, subset } = state;
  const batches = shuffledBatches(state);
  let sum = 0;
  if (options.step === 'epoch') sum = takeStep(state, batches, subset);
  else
    for (const batch of batches) sum += takeStep(state, [batch], rowSubset(model.entityCount, batch.left, batch.right));
  state.loss.push(sum / batches.length);
  state.epoch++;
}

/** The seeds in an order that depends on the training seed and the epoch alone, cut into batches. */
function shuffledBatches({ seeds, options, epoch }: TrainState): Links[] {
  const count = seeds.left.length;
  const order = random(options.seed).fork(`epoch ${epoch}`).permutation(count);
  const batches: Links[] = [];
  for (let start = 0; start < count; start += options.batchSize) {
    const rows = order.subarray(start, start + options.batchSize);
    batches.push({ left: rows.map((i) => seeds.left[i]!), right: rows.map((i) => seeds.right[i]!) });
  }
  return batches;
}

/** One optimiser step on the summed loss of the batches; returns that loss. */
function takeStep(state: TrainState, batches: readonly Links[], subset: RowSubset): number {
  const { model, options, optimizer } = state;
  const { loss, grads } = summedGradients(state, batches, subset);
  try {
    if (!Number.isFinite(loss))
      throw new DataError(
        `the loss is ${loss}`,
        `train, model "${model.name}", epoch ${state.epoch + 1}`,
        'Lower the learning rate, or look for extreme feature values',
      );
    const clipped = options.clipNorm > 0 ? clipGradients(grads, options.clipNorm) : grads;
    const rate = learningRate(state);
    const step = { model, options, epoch: state.epoch, loss, learningRate: rate, gradients: clipped };
    state.onStep?.({ when: 'before', ...step });
    optimizer.step(clipped, rate);
    state.onStep?.({ when: 'after', ...step });
    if (clipped !== grads) tf.dispose(clipped);
  } finally {
    tf.dispose(grads);
  }
  return loss;
}

/** The summed loss of the batches and its gradients, `batchesAtOnce` batches an encoding, so that memory stays bounded. */
function summedGradients(state: TrainState, batches: readonly Links[], subset: RowSubset) {
  const { model, options, optimizer } = state;
  const dropoutSeed = hash(options.seed, optimizer.taken);
  const grads: Record<string, tf.Tensor> = {};
  let loss = 0;
  for (let first = 0; first < batches.length; first += options.batchesAtOnce) {
    const group = batches.slice(first, first + options.batchesAtOnce);
    const contexts = group.map((batch, b) => batchContext(state, batch, first + b));
    const used = [...group, ...contexts.flatMap(({ negatives }) => negatives ?? [])];
    const alone = used.length === batches.length;
    const rows = alone ? subset : rowSubset(model.entityCount, ...used.flatMap(({ left, right }) => [left, right]));
    const part = tf.variableGrads(() => {
      const encoded = model.encode(rows, dropoutSeed);
      const losses = group.map(({ left, right }, b) => model.loss(encoded, left, right, contexts[b]));
      return losses.reduce((a, b) => tf.add(a, b)) as tf.Scalar;
    }, [...model.variables]);
    loss += part.value.dataSync()[0]!;
    part.value.dispose();
    addTo(grads, part.grads);
  }
  return { loss, grads };
}

/** What the model's loss wants to know of a batch; drawn negatives depend on the seed, the step and the batch's number. */
function batchContext({ model, options, optimizer, context }: TrainState, batch: Links, number: number): BatchContext {
  const count = model.wants?.negatives ?? 0;
  if (count === 0) return context;
  const seed = hash(hash(options.seed, optimizer.taken), number);
  return { ...context, negatives: drawNegatives(model, batch, count, seed) };
}

/** Adds gradients to those in `sums`, which takes them over. */
function addTo(sums: Record<string, tf.Tensor>, more: Readonly<Record<string, tf.Tensor>>): void {
  for (const [name, gradient] of Object.entries(more)) {
    const before = sums[name];
    sums[name] = before ? tf.add(before, gradient) : gradient;
    if (before) tf.dispose([before, gradient]);
  }
}

function learningRate({ options, optimizer, epoch, seeds }: TrainState): number {
  const stepsAnEpoch = options.step === 'epoch' ? 1 : Math.ceil(seeds.left.length / options.batchSize);
  const late = options.iterative && epoch >= options.iterativeStart ? options.iterativeRate : 1;
  return options.learningRate * late * rateFactor(optimizer.taken, options.epochs * stepsAnEpoch, options);
}
