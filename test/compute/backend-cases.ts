import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { random } from '../../src/compute/index.js';

// Every kernel that stands in for one of tfjs's own cpu kernels gives what that one gives.

export type Shape = number[];

export type Op = (...x: tf.Tensor[]) => tf.Tensor;

export const numbers = (shape: Shape, seed: number, scale = 2): Float32Array => {
  const r = random(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * r.normal());
};

/** The op's result on a backend, its inputs made there. */
export function on(backend: string, op: Op, inputs: { values: Float32Array; shape: Shape }[]) {
  tf.setBackend(backend);
  return tf.tidy(() => {
    const out = op(...inputs.map(({ values, shape }) => tf.tensor(values, shape)));
    return { shape: out.shape, dtype: out.dtype, values: out.dataSync() as Float32Array };
  });
}

export function expectSame(op: Op, shapes: Shape[], seed: number, tolerance = 3e-6, scale?: number): void {
  const inputs = shapes.map((shape, i) => ({ shape, values: numbers(shape, seed + i, scale) }));
  const wanted = on('cpu', op, inputs);
  const found = on('psqe', op, inputs);
  expect(found.shape).toEqual(wanted.shape);
  expect(found.dtype).toBe(wanted.dtype);
  const size = wanted.values.reduce(
    (greatest, x) => (Number.isFinite(x) ? Math.max(greatest, Math.abs(x)) : greatest),
    1,
  );
  const odd = wanted.values.findIndex((x, i) => {
    const y = found.values[i]!;
    if (!Number.isFinite(x)) return !Object.is(x, y);
    return !(Math.abs(x - y) <= tolerance * size);
  });
  if (odd >= 0)
    expect.fail(`cell ${odd}: ${found.values[odd]} for ${wanted.values[odd]} (shapes ${shapes.join(' | ')})`);
}

export const runs = { numRuns: 10, seed: 1 };

export const size = fc.integer({ min: 1, max: 37 });

export const seed = fc.integer({ min: 0, max: 1e6 });
