import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { OptionError, option, optionSet } from '../../src/base/index.js';
import {
  buildModel,
  defineModel,
  icl,
  linear,
  type ModelDefinition,
  modelInputs,
  modelNames,
  pickRows,
} from '../../src/models/index.js';
import { trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

/** A model as a user writes one in a notebook: it ignores the subset and embeds all entities. */
const own: ModelDefinition<{ width?: number }> = {
  name: 'own',
  options: optionSet('own', { width: option(z.number(), 5, 'Width') }),
  training: { epochs: 3, learningRate: 0.01 },
  build(inputs, o, random) {
    const { values } = inputs.features.get('attribute')!;
    const layer = linear(values.cols, o.width, random);
    return {
      variables: layer.variables,
      encode() {
        const joint = layer.apply(tf.tensor2d(values.data, [values.rows, values.cols]));
        return { joint, parts: new Map() };
      },
      loss: (e, left, right) => icl(pickRows(e, e.joint, left), pickRows(e, e.joint, right), 0.1),
    };
  },
};

const { task, truth } = smallTask(20);
const seeds = { ...truth.links, score: new Float32Array(20).fill(1) };

describe('the registry of models', () => {
  it('trains a model of one’s own with its own training defaults', async () => {
    defineModel(own);
    expect(modelNames()).toContain('own');
    const result = await trainAligner(task, seeds, { model: 'own', seed: 2 });
    expect(result.options).toMatchObject({ epochs: 3, learningRate: 0.01, modelOptions: { width: 5 } });
    expect(result.left.cols).toBe(5);
    expect((await trainAligner(task, seeds, { model: 'own', epochs: 1 })).history.loss).toHaveLength(1);
  });

  it('is loud on a name used twice, unless told to replace', () => {
    expect(() => defineModel(own)).toThrow(OptionError);
    expect(() => defineModel(own, { replace: true })).not.toThrow();
    expect(() => buildModel('owm', modelInputs(task), { seed: 1 })).toThrow(/Did you mean "own"/);
  });
});

describe('MCLEA with missing pictures', () => {
  afterEach(() => tf.disposeVariables());
  const inputs = modelInputs(task);
  const missing = inputs.features.get('image')!.known.indexOf(0);

  it('masks: the entity’s block is zero, and its pair is no part of that modality’s loss', () => {
    const model = buildModel('mclea', inputs, { seed: 1, options: { width: 4, modalityWidth: 3 } });
    tf.tidy(() => {
      const block = tf.slice(model.encode().joint, [missing, 4], [1, 3]).dataSync();
      expect(Math.hypot(...block)).toBe(0);
      const image = model.variables[5]!;
      const { known } = inputs.features.get('image')!;
      const unknown = Int32Array.from(known.keys()).filter((row) => !known[row]);
      const pair = { left: unknown.filter((row) => row < 20), right: unknown.filter((row) => row >= 20) };
      expect(pair.left.length).toBeGreaterThan(1);
      const { grads } = tf.variableGrads(() => model.loss(model.encode(), pair.left, pair.right), [image]);
      expect(tf.max(tf.abs(grads[image.name]!)).dataSync()[0]).toBe(0);
    });
  });

  it('draws: the same rows for the same seed, with the spread of the known ones', () => {
    const joint = (seed: number) => {
      const model = buildModel('mclea', inputs, {
        seed,
        options: { width: 4, modalityWidth: 3, missing: 'draw' },
      });
      return tf.tidy(() => tf.slice(model.encode().joint, [missing, 4], [1, 3]).dataSync());
    };
    expect(joint(1)).toEqual(joint(1));
    expect(joint(1)).not.toEqual(joint(2));
    expect(Math.hypot(...joint(1))).toBeGreaterThan(0.1);
  });
});
