import * as tf from '@tensorflow/tfjs';
import { matrix, type Random } from '../../compute/index.js';
import { freed, largestDifference, same } from './compare.js';
import type { Check } from './report.js';
import { gradientsOf } from './slopes.js';

/** A loss of B pairs by the embeddings of their two ends, B × width each. */
export type PairLoss = (left: tf.Tensor2D, right: tf.Tensor2D) => tf.Scalar;

/** What the checks of a loss look at: the loss, and a batch of made-up ends. */
export interface LossSubject {
  readonly loss: PairLoss;
  readonly draw: Random;
  readonly o: { readonly pairs: number; readonly width: number };
  readonly left: tf.Variable;
  readonly right: tf.Variable;
}

export const rows = (variable: tf.Variable) => variable as tf.Tensor as tf.Tensor2D;
const costOf = (loss: PairLoss, left: tf.Tensor2D, right: tf.Tensor2D) => freed(() => loss(left, right).dataSync()[0]!);

const oneNumber: Check<LossSubject> = {
  name: 'one number',
  first: true,
  run({ loss, left, right }, tell) {
    const { shape, value } = freed(() => {
      const given = loss(rows(left), rows(right));
      return { shape: given.shape as number[], value: given.dataSync()[0]! };
    });
    if (shape.length > 0) tell('it', `has shape [${shape}], not one number`, 'Take tf.mean of the losses of the pairs');
    return value.toPrecision(4);
  },
};

/** Batches that come up in training and that a formula forgets. */
const special: readonly [
  name: string,
  make: (o: { width: number; pairs: number }) => [number, Float32Array],
  string,
][] = [
  ['one pair', ({ width }) => [1, new Float32Array(width).fill(1)], 'The last batch may have one: it has no negatives'],
  [
    'equal rows',
    ({ pairs, width }) => [pairs, new Float32Array(pairs * width).fill(0.5)],
    'Look for the gradient of a root or a norm at 0',
  ],
  [
    'rows of zeros',
    ({ pairs, width }) => [pairs, matrix(pairs, width).data],
    'Make rows unit by l2Normalize, which keeps zeros',
  ],
];

const finite: Check<LossSubject> = {
  name: 'finite values',
  run({ loss, left, right, o }, tell) {
    const look = (name: string, count: number, a: Float32Array, b: Float32Array, remedy: string) => {
      const ends = [a, b].map((data) => tf.tidy(() => tf.variable(tf.tensor2d(data, [count, o.width]))));
      const run = () => loss(rows(ends[0]!), rows(ends[1]!));
      const value = freed(() => run().dataSync()[0]!);
      const bad = gradientsOf(run, ends).some((gradient) => gradient?.some((g) => !Number.isFinite(g)));
      tf.dispose(ends);
      if (!Number.isFinite(value)) tell(`a batch of ${name}`, `costs ${value}`, remedy);
      else if (bad) tell(`a batch of ${name}`, 'has a gradient that is no number', remedy);
    };
    const [a, b] = [left, right].map((v) => v.dataSync() as Float32Array);
    look('random rows', o.pairs, a!, b!, 'Look for log 0, 0/0, and exp of large numbers');
    for (const [name, make, remedy] of special) {
      const [count, data] = make(o);
      look(name, count, data, data, remedy);
    }
    return `also of ${special.map(([name]) => name).join(', ')}`;
  },
};

const repeatable: Check<LossSubject> = {
  name: 'same values twice',
  run({ loss, left, right }, tell) {
    const [first, second] = [0, 1].map(() => costOf(loss, rows(left), rows(right)));
    if (first !== second)
      tell('it', `is ${first}, then ${second} for the same rows`, 'Draw nothing at random in a loss');
    return 'yes';
  },
};

const order: Check<LossSubject> = {
  name: 'order of the pairs',
  run({ loss, left, right, draw, o }, tell) {
    const first = costOf(loss, rows(left), rows(right));
    const mixed = draw.fork('order').permutation(o.pairs);
    const second = freed(() => {
      const at = tf.tensor1d(mixed, 'int32');
      return costOf(loss, tf.gather(rows(left), at), tf.gather(rows(right), at));
    });
    if (largestDifference([first], [second]) > same)
      tell('it', `is ${first} for a batch, ${second} for the same pairs in another order`, 'Treat all pairs alike');
    return 'does not matter';
  },
};

const prefers: Check<LossSubject> = {
  name: 'right pairs cost less',
  run({ loss, left, right }, tell) {
    const [good, bad] = freed(() => {
      const [first, rest] = tf.split(rows(right), [1, right.shape[0]! - 1]) as [tf.Tensor2D, tf.Tensor2D];
      return [costOf(loss, rows(left), rows(right)), costOf(loss, rows(left), tf.concat([rest, first]))];
    });
    const values = `(${good!.toPrecision(4)}) is not below that of the same ends mixed up (${bad!.toPrecision(4)})`;
    if (!(good! < bad!))
      tell('its value', `for pairs with like ends ${values}`, 'Training makes it small: look at its sign');
    return `${good!.toPrecision(3)} against ${bad!.toPrecision(3)}`;
  },
};

const memory: Check<LossSubject> = {
  name: 'memory',
  run({ loss, left, right }, tell) {
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) costOf(loss, rows(left), rows(right));
    const more = tf.memory().numTensors - before;
    if (more > 0) tell('it', `keeps ${more / 3} tensors at every call`, 'Keep nothing (tf.keep) in a loss');
    return 'nothing is left behind';
  },
};

/** What must hold of values; gradients are looked at after it. */
export const valueChecks: readonly Check<LossSubject>[] = [oneNumber, finite, repeatable, order, prefers, memory];
