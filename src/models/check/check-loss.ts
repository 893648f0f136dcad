import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { optionSet } from '../../base/index.js';
import { matrix, type Random, random } from '../../compute/index.js';
import { freed, largestDifference, same } from './compare.js';
import { alikeEnds, tellIdle, tellWrong } from './loss-terms.js';
import { type Check, type CheckRow, runChecks } from './report.js';
import { type Gradients, gradientsOf, type Slope, slopesOf } from './slopes.js';

/** A loss of B pairs by the embeddings of their two ends, B × width each. */
export type PairLoss = (left: tf.Tensor2D, right: tf.Tensor2D) => tf.Scalar;

export interface CheckLossOptions {
  /** What the loss learns besides the embeddings, e.g. a temperature ([]). */
  readonly variables?: readonly tf.Variable[];
  /** Pairs of the made-up batch (8). */
  readonly pairs?: number;
  /** Width of the made-up embeddings (5). */
  readonly width?: number;
  /** Of everything random (1). */
  readonly seed?: number;
  /** By what share gradients and finite differences may disagree (0.03). */
  readonly tolerance?: number;
}

export const checkLossOptions = optionSet<CheckLossOptions>('checkLoss', {
  variables: z.array(z.custom<tf.Variable>((value) => value instanceof tf.Variable)).default([]),
  pairs: z.number().int().min(2).default(8),
  width: z.number().int().min(2).default(5),
  seed: z.number().int().default(1),
  tolerance: z.number().positive().default(0.03),
});

/** A loss without faults. */
export interface LossReport {
  readonly checks: readonly CheckRow[];
  /** Variables 0 and 1 are the left and the right ends, then come the loss's own. */
  readonly slopes: readonly Slope[];
  readonly options: Required<CheckLossOptions>;
}

interface LossSubject {
  readonly loss: PairLoss;
  readonly draw: Random;
  readonly o: Required<CheckLossOptions>;
  readonly left: tf.Variable;
  readonly right: tf.Variable;
}

const rows = (variable: tf.Variable) => variable as tf.Tensor as tf.Tensor2D;
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

function gradientChecks(keep: (slopes: readonly Slope[]) => void): Check<LossSubject>[] {
  let gradients: Gradients = [];
  let slopes: readonly Slope[] = [];
  const namesOf = ({ o }: LossSubject) => [
    'left ends',
    'right ends',
    ...o.variables.map((_, i) => `variable ${i + 1}`),
  ];
  return [
    {
      name: 'gradients arrive',
      run(subject, tell) {
        const { loss, left, right, o, draw } = subject;
        const all = [left, right, ...o.variables];
        const run = () => loss(rows(left), rows(right));
        gradients = gradientsOf(run, all);
        slopes = slopesOf(run, all, draw.fork('slopes'));
        keep(slopes);
        return tellIdle(gradients, slopes, namesOf(subject), tell);
      },
    },
    {
      name: 'gradients are right',
      run: (subject, tell) => tellWrong(slopes, namesOf(subject), subject.o.tolerance, tell),
    },
  ];
}

/**
 * Checks a loss of pairs on made-up embeddings: that it is one number, finite also for a batch of one pair and for equal
 * rows, the same in any order of the pairs, lower for pairs that are alike, and that its gradients agree with finite differences.
 * @throws {CheckError} with every fault found: what, where, what to do
 */
export function checkLoss(loss: PairLoss, options?: CheckLossOptions): LossReport {
  const o = checkLossOptions.resolve(options);
  const draw = random(o.seed).fork('checkLoss');
  const [left, right] = tf.tidy(() => {
    const ends = alikeEnds(o.pairs, o.width, draw.fork('ends'));
    return [tf.variable(ends.left), tf.variable(ends.right)] as const;
  });
  let slopes: readonly Slope[] = [];
  const gradients = gradientChecks((found) => (slopes = found));
  const all = [oneNumber, finite, repeatable, order, prefers, memory, ...gradients];
  try {
    const checks = runChecks('checkLoss', all, { loss, draw, o, left, right });
    return { checks, slopes, options: o };
  } finally {
    tf.dispose([left, right]);
  }
}
