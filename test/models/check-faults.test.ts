import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { checkModel, pickRows } from '../../src/models/index.js';
import { broken, faultsOf, noGradient, sound, times, twice } from './planted-faults.js';

afterEach(() => tf.disposeVariables());

describe('a planted defect is found:', () => {
  it('none in the sound model', () => expect(faultsOf(sound)).toBe(''));

  const cases: [string, RegExp, Parameters<typeof broken>[0]][] = [
    ['no variables', /variables: the model has no variables/, () => ({ variables: [] })],
    [
      'a variable listed twice',
      /variable 8 of 8 \(40 × 4\) is listed twice/,
      ({ variables }) => ({ variables: [...variables, variables[0]!] }),
    ],
    [
      'a variable made but not listed',
      /variables: a variable of shape \[40,4\] is made but not among the variables/,
      ({ variables }) => ({ variables: variables.slice(1) }),
    ],
    [
      'the left graph alone embedded',
      /shapes: encode\(\)\.joint has shape \[20,13\], not \[40, width\]/,
      ({ encode }) => ({
        encode: (subset) => {
          const all = encode(subset);
          return { ...all, joint: tf.slice(all.joint, 0, 20) as tf.Tensor2D };
        },
      }),
    ],
    [
      'a loss for each pair',
      /shapes: loss\(\) has shape \[10\], not one number/,
      () => ({
        loss: (e, left, right) =>
          tf.sum(tf.squaredDifference(pickRows(e, e.joint, left), pickRows(e, e.joint, right)), 1) as tf.Scalar,
      }),
    ],
    [
      'a loss that is not finite',
      /finite values: loss\(\) is Infinity/,
      ({ loss }) => ({ loss: (...given) => tf.div(loss(...given), 0) as tf.Scalar }),
    ],
    [
      'embeddings that are not finite',
      /finite values: encode\(\), "joint", has 520 values that are no numbers/,
      ({ encode }) => ({
        encode: (subset) => ({ ...encode(subset), joint: tf.mul(encode(subset).joint, Number.NaN) as tf.Tensor2D }),
      }),
    ],
    [
      'rows of the subset called rows of all',
      /subset of rows: encode\(subset\)\.joint has 20 rows, not 40\. Return \{ joint, parts, subset \}/,
      ({ encode }) => ({ encode: (subset) => ({ ...encode(subset), subset: undefined }) }),
    ],
    [
      'rows of all called rows of the subset',
      /has 40 rows, not 20\. Leave `subset` out/,
      ({ encode }) => ({ encode: (subset) => ({ ...encode(), subset }) }),
    ],
    [
      'the wrong rows for a subset',
      /subset of rows: encode\(subset\) gives other rows than encode\(\): the joint embedding/,
      ({ encode }) => ({
        encode: (subset) => {
          const e = encode(subset);
          return subset ? { ...e, joint: tf.reverse(e.joint, 0) as tf.Tensor2D } : e;
        },
      }),
    ],
    [
      'randomness from elsewhere',
      /same seed, same values: build\(\) with the same seed gives another model/,
      ({ variables }) => {
        variables[0]!.assign(tf.randomUniform(variables[0]!.shape));
        return {};
      },
    ],
    [
      'dropout without a seed',
      /same seed, same values: encode\(\) called twice gives two things/,
      ({ encode }) => ({
        encode: (subset) => ({ ...encode(subset), joint: tf.dropout(encode(subset).joint, 0.2) as tf.Tensor2D }),
      }),
    ],
    [
      'unknown features used',
      /unknown features: build\(\) reads feature rows that are marked unknown: the joint embedding/,
      ({ encode }, inputs) => {
        const { values } = inputs.features.get('image')!;
        const image = tf.keep(tf.tensor2d(values.data, [values.rows, values.cols]));
        return {
          encode: (subset) => {
            const extra = subset ? tf.gather(image, subset.rows) : image;
            return { ...encode(subset), joint: tf.concat([encode(subset).joint, extra], 1) as tf.Tensor2D };
          },
          dispose: () => image.dispose(),
        };
      },
    ],
    [
      'tensors kept at every call',
      /memory: encode\(\) and loss\(\) keep 1 tensors at every call/,
      ({ loss }) => ({
        loss: (...given) => {
          tf.keep(tf.scalar(1));
          return loss(...given);
        },
      }),
    ],
    [
      'tensors left by dispose',
      /memory: dispose\(\) leaves 1 tensors behind/,
      () => {
        tf.keep(tf.scalar(1));
        return {};
      },
    ],
    [
      'a loss that looks at places in the batch',
      /order of the pairs: loss\(\) is .* for the same pairs in another order/,
      ({ loss }) => ({ loss: (e, left, right) => loss(e, left.slice(0, 5), right.slice(0, 5)) }),
    ],
    [
      'the wrong sign',
      /right pairs cost less: loss\(\) of pairs with like ends .* look at its sign/,
      ({ loss }) => ({ loss: (...given) => tf.neg(loss(...given)) as tf.Scalar }),
    ],
    [
      'seed weights promised and ignored',
      /seed weights: loss\(\) ignores the weights/,
      () => ({ wants: { weights: true } }),
    ],
    [
      'a variable that nothing uses',
      /gradients arrive: variable 8 of 8 \(2\) gets no gradient: the loss does not depend on it/,
      ({ variables }) => ({ variables: [...variables, tf.tidy(() => tf.variable(tf.zeros([2])))] }),
    ],
    [
      'values read out on the way',
      /gradients arrive: variable 1 of 7 \(40 × 4\) changes the loss, but gets no gradient/,
      ({ encode }) => ({
        encode: (subset) => ({ ...encode(subset), joint: noGradient(encode(subset).joint) as tf.Tensor2D }),
      }),
    ],
    [
      'a wrong gradient',
      /gradients are right: variable 1 of 7 \(40 × 4\) has slope .* by its gradient, .* by finite differences/,
      ({ encode }) => ({
        encode: (subset) => ({ ...encode(subset), joint: twice(encode(subset).joint) as tf.Tensor2D }),
      }),
    ],
    [
      'a gradient off by a tenth',
      /gradients are right: variable/,
      ({ encode }) => ({
        encode: (subset) => ({ ...encode(subset), joint: times(1.1)(encode(subset).joint) as tf.Tensor2D }),
      }),
    ],
    [
      'an exception',
      /shapes: it threw "Operands could not be broadcast .*"\. See the cause/,
      () => ({ loss: (e) => tf.sum(tf.add(e.joint, tf.zeros([3, 3]))) as tf.Scalar }),
    ],
  ];
  it.each(cases)('%s', (_, message, change) => {
    expect(faultsOf(broken(change))).toMatch(message);
  });

  it('all faults of a model at once, and an exception with its cause', () => {
    const two = broken(({ loss, variables }) => ({
      variables: [...variables, tf.tidy(() => tf.variable(tf.zeros([2])))],
      loss: (...given) => tf.neg(loss(...given)) as tf.Scalar,
    }));
    expect(faultsOf(two).match(/^- /gm)).toHaveLength(2);
    const why = new Error('because');
    const thrower = broken(() => ({
      loss: () => {
        throw why;
      },
    }));
    faultsOf(thrower);
    expect(() => checkModel('own')).toThrow(expect.objectContaining({ cause: why }));
  });

  it('an idle variable is reported, not refused, where that is allowed', () => {
    const idle = broken(({ variables }) => ({ variables: [...variables, tf.tidy(() => tf.variable(tf.zeros([2])))] }));
    expect(faultsOf(idle, { allowIdle: true })).toBe('');
    const { checks } = checkModel('own', { allowIdle: true });
    expect(checks.find(({ check }) => check === 'gradients arrive')!.found).toBe('7 of 8; idle: variable 8 of 8 (2)');
  });
});
