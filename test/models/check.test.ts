import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { OptionError, optionSet } from '../../src/base/index.js';
import { l2Normalize, type Random } from '../../src/compute/index.js';
import {
  CheckError,
  type CheckModelOptions,
  checkLoss,
  checkModel,
  defineModel,
  detach,
  eva,
  icl,
  type ModelInputs,
  type ModelParts,
  modalityEncoders,
  modalityFields,
  normalVariable,
  pickRows,
} from '../../src/models/index.js';
import { smallTask } from '../support/small-task.js';

afterEach(() => tf.disposeVariables());

describe('the models of the library pass', () => {
  it.each([
    ['mclea', { width: 8, modalityWidth: 6 }],
    ['mclea', { width: 8, modalityWidth: 6, negatives: 'all', anchors: 'balanced' }],
    ['mclea', { width: 8, modalityWidth: 6, repulsion: 'balanced', missing: 'draw' }],
    ['eva', { widths: [9, 7, 5], modalityWidth: 6, modalityWidths: {} }],
    ['meaformer', { width: 6, fusionOptions: { intermediate: 7 } }],
    ['meaformer', { width: 6, fusionOptions: { heads: 2, intermediate: 0 } }],
    ['meaformer', { width: 6, fusion: 'weighted', loss: 'icl' }],
    ['mclea', { width: 6, modalityWidth: 6, fusion: 'transformer', fusionOptions: { intermediate: 5 } }],
  ] as const)('%s with %j', (model, options) => {
    const before = tf.memory().numTensors;
    const report = checkModel(model, { options });
    expect(report.checks.map(({ check }) => check)).toContain('gradients are right');
    expect(report.slopes.length).toBeGreaterThan(10);
    for (const { error } of report.slopes) expect(error).toBeLessThan(0.03);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('on another task, with another seed, as on the made-up one', () => {
    const options = { width: 8, modalityWidth: 6 };
    const { task } = smallTask(24);
    const report = checkModel('mclea', { options, task, seed: 3 });
    expect(report.checks[1]!.found).toMatch(/^48 × 20 joint; structure 8, image 6, attribute 6$/);
    expect(checkModel('mclea', { options, task, seed: 3 }).checks).toEqual(report.checks);
  });

  it.each([
    ['mclea', 13, { width: 8, modalityWidth: 6 }],
    ['eva', 3, { widths: [9, 7, 5], modalityWidth: 6, modalityWidths: {} }],
  ] as const)('%s with seed %i, where kinks of ReLU stand near', (model, seed, options) => {
    expect(() => checkModel(model, { options, seed })).not.toThrow();
  });

  it('with the options checked by name', () => {
    expect(() => checkModel('mclae')).toThrow(/Did you mean "mclea"/);
    expect(() => checkModel('mclea', { tolerence: 1 } as object)).toThrow(OptionError);
    expect(() => checkModel('mclea', { options: { widht: 1 } })).toThrow(/Did you mean "width"/);
  });
});

type Build = (inputs: ModelInputs, random: Random) => ModelParts;

/** A sound model: entity embeddings beside a linear layer a modality. */
const sound: Build = (inputs, random) => {
  const own = normalVariable([inputs.entityCount, 4], 1, random);
  const { defaults } = optionSet('own', modalityFields);
  const modalities = modalityEncoders(inputs, () => 3, defaults, random);
  return {
    variables: [own, ...modalities.variables],
    encode(subset) {
      const parts = modalities.encode(subset);
      const masks = modalities.masks(subset);
      const rows = subset ? tf.gather(own, subset.rows) : own;
      const known = [...parts].map(([name, part]) => (masks.has(name) ? tf.mul(part, masks.get(name)!) : part));
      return { joint: tf.concat([rows, ...known], 1) as tf.Tensor2D, parts, subset };
    },
    loss: (e, left, right) => icl(pickRows(e, e.joint, left), pickRows(e, e.joint, right), 0.5),
    dispose: modalities.dispose,
  };
};

/** The sound model with something of it changed. */
const broken =
  (change: (parts: ModelParts, inputs: ModelInputs, random: Random) => Partial<ModelParts>): Build =>
  (inputs, random) => {
    const parts = sound(inputs, random);
    return { ...parts, ...change(parts, inputs, random) };
  };

function faultsOf(build: Build, o?: CheckModelOptions): string {
  const options = optionSet('own', {});
  defineModel({ name: 'own', options, build: (inputs, _, random) => build(inputs, random) }, { replace: true });
  try {
    checkModel('own', o);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(CheckError);
    const { faults, message } = error as CheckError;
    expect(message).toMatch(/^checkModel "own": \d+ faults?\n/);
    for (const { what, where, remedy } of faults) for (const text of [what, where, remedy]) expect(text).toMatch(/\w/);
    return message;
  }
}

/** No gradient, and finite differences see nothing of it either. */
const noGradient = (x: tf.Tensor) => tf.tensor(x.dataSync().slice(), x.shape);
/** Right values, a gradient that is off by a factor. */
const times = (factor: number) =>
  tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, factor),
  }));
const twice = times(2);

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

describe('what is detached', () => {
  it('is no fault: a stop of the gradient by detach() is meant', () => {
    const stopped = broken(({ encode }) => ({
      encode: (subset) => {
        const e = encode(subset);
        return { ...e, joint: tf.add(e.joint, detach(tf.mul(e.joint, 2) as tf.Tensor2D)) as tf.Tensor2D };
      },
    }));
    expect(faultsOf(stopped)).toBe('');
  });

  it('has the same values and no gradient', () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(detach(x as tf.Tensor), x)) as tf.Scalar, [x]);
    expect(value.dataSync()[0]).toBe(5);
    expect([...grads[x.name]!.dataSync()]).toEqual([1, 2]);
    expect(eva).toBeTypeOf('function');
  });
});

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
