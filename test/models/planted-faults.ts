import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { optionSet } from '../../src/base/index.js';
import type { Random } from '../../src/compute/index.js';
import {
  CheckError,
  type CheckModelOptions,
  checkModel,
  defineModel,
  icl,
  type ModelInputs,
  type ModelParts,
  modalityEncoders,
  modalityFields,
  normalVariable,
  pickRows,
} from '../../src/models/index.js';

export type Build = (inputs: ModelInputs, random: Random) => ModelParts;

/** A sound model: entity embeddings beside a linear layer a modality. */
export const sound: Build = (inputs, random) => {
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
export const broken =
  (change: (parts: ModelParts, inputs: ModelInputs, random: Random) => Partial<ModelParts>): Build =>
  (inputs, random) => {
    const parts = sound(inputs, random);
    return { ...parts, ...change(parts, inputs, random) };
  };

export function faultsOf(build: Build, o?: CheckModelOptions): string {
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
export const noGradient = (x: tf.Tensor) => tf.tensor(x.dataSync().slice(), x.shape);

/** Right values, a gradient that is off by a factor. */
export const times = (factor: number) =>
  tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, factor),
  }));

export const twice = times(2);
