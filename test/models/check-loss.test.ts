import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { l2Normalize } from '../../src/compute/index.js';
import { checkLoss, icl } from '../../src/models/index.js';
import { noGradient, twice } from './planted-faults.js';

afterEach(() => tf.disposeVariables());

describe('checkLoss', () => {
  const unit = l2Normalize;
  const cosine = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(unit(a), unit(b), false, true);

  it('passes the library’s loss, and one with a learned temperature', () => {
    const before = tf.memory().numTensors;
    const report = checkLoss((left, right) => icl(left, right, 0.1));
    expect(report.checks.map(({ check }) => check)).toContain('finite values');
    expect(report.slopes).toHaveLength(4);
    expect(tf.memory().numTensors).toBe(before);
    const scale = tf.variable(tf.scalar(2));
    const learned = (left: tf.Tensor2D, right: tf.Tensor2D) =>
      tf.mean(tf.neg(tf.log(tf.mul(tf.softmax(tf.mul(cosine(left, right), scale)), tf.eye(left.shape[0])).sum(1))));
    const { slopes } = checkLoss((l, r) => learned(l, r) as tf.Scalar, { variables: [scale] });
    expect(slopes.filter(({ variable }) => variable === 2).length).toBeGreaterThan(0);
  });

  const found = (loss: Parameters<typeof checkLoss>[0], variables: tf.Variable[] = []) => {
    try {
      checkLoss(loss, { variables });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const pull = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.sum(tf.mul(unit(a), unit(b)), 1);
  const others = (a: tf.Tensor2D, b: tf.Tensor2D) =>
    tf.sum(tf.mul(tf.exp(cosine(a, b)), tf.sub(1, tf.eye(a.shape[0]))), 1);

  it.each([
    ['one number a pair', /one number: it has shape \[8\]/, (a, b) => tf.neg(pull(a, b))],
    [
      'a batch of one pair without negatives',
      /finite values: a batch of one pair costs -Infinity. The last batch may have one/,
      (a, b) => tf.mean(tf.sub(tf.log(others(a, b)), pull(a, b))),
    ],
    [
      'the slope of a norm at zero',
      /finite values: a batch of equal rows has a gradient that is no number/,
      (a, b) =>
        tf.mean(tf.sub(tf.log(tf.add(others(a, b), 1)), tf.neg(tf.sqrt(tf.sum(tf.squaredDifference(a, b), 1))))),
    ],
    [
      'chance',
      /same values twice: it is/,
      (a, b) => tf.mean(tf.sub(tf.log(tf.add(others(a, b), 1)), tf.mul(pull(a, b), tf.randomUniform([1])))),
    ],
    [
      'the place in the batch',
      /order of the pairs/,
      (a, b) => tf.mean(tf.mul(tf.neg(pull(a, b)), tf.range(0, a.shape[0]))),
    ],
    ['the sign', /right pairs cost less: its value/, (a, b) => tf.mean(pull(a, b))],
    [
      'one end without gradient',
      /gradients arrive: right ends changes the loss, but gets no gradient/,
      (a, b) => tf.mean(tf.neg(pull(a, noGradient(b) as tf.Tensor2D))),
    ],
    [
      'a wrong gradient',
      /gradients are right: left ends has slope/,
      (a, b) => tf.mean(tf.neg(pull(twice(a) as tf.Tensor2D, b))),
    ],
    [
      'a tensor kept',
      /memory: it keeps 1 tensors at every call/,
      (a, b) => {
        tf.keep(tf.scalar(1));
        return tf.mean(tf.neg(pull(a, b)));
      },
    ],
  ] as [string, RegExp, (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor][])('finds %s', (_, message, loss) => {
    expect(found(loss as Parameters<typeof checkLoss>[0])).toMatch(message);
  });

  it('finds a variable that the loss does not use', () => {
    const loss = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.mean(tf.neg(pull(a, b))) as tf.Scalar;
    expect(found(loss)).toBe('');
    expect(found(loss, [tf.variable(tf.scalar(1))])).toMatch(/gradients arrive: variable 1 gets no gradient/);
  });
});
