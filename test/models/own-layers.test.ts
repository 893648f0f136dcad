import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { optionSet } from '../../src/base/index.js';
import { random } from '../../src/compute/index.js';
import { modalityEncoders, modalityFields, modelInputs } from '../../src/models/index.js';
import { plantedTask } from '../support/planted.js';

const inputs = modelInputs(plantedTask({ count: 20, missingEvery: 5 }).task);
const { defaults } = optionSet('own', modalityFields);
const make = (o: object) => modalityEncoders(inputs, () => 4, { ...defaults, ...o }, random(3));
const encoded = (of: ReturnType<typeof make>) => of.encode().get('image')!.arraySync();

describe('own layers', () => {
  it('begin as the shared one', () => {
    const [shared, own] = [encoded(make({})), encoded(make({ ownLayers: ['image'] }))];
    for (const [i, row] of own.entries()) for (const [j, x] of row.entries()) expect(x).toBeCloseTo(shared[i]![j]!, 5);
  });

  it('add the offset to the right graph’s rows alone', () => {
    const encoders = make({ ownLayers: ['image'] });
    const before = encoded(encoders);
    const [weight] = encoders.variables as [tf.Variable];
    const [rows, cols] = weight.shape as [number, number];
    expect(rows).toBe(2 * inputs.features.get('image')!.values.cols);
    const offset = Array.from({ length: rows }, (_, i) => Array(cols).fill(i < rows / 2 ? 0 : 1) as number[]);
    weight.assign(tf.add(weight, tf.tensor2d(offset)));
    const { values, known } = inputs.features.get('image')!;
    for (const [i, row] of encoded(encoders).entries()) {
      const x = values.data.subarray(i * values.cols, (i + 1) * values.cols);
      const sum = x.reduce((a, b) => a + b, 0) / Math.hypot(...x);
      const expected = i >= inputs.leftCount && known[i] ? sum : 0;
      for (const [j, value] of row.entries()) expect(value - before[i]![j]!).toBeCloseTo(expected, 4);
    }
  });
});
