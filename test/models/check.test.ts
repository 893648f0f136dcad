import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { checkModel, detach, eva } from '../../src/models/index.js';
import { smallTask } from '../support/small-task.js';
import { broken, faultsOf } from './planted-faults.js';

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
