import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { Csr } from '../../src/compute/index.js';

export type Numbers = number | Numbers[];
export interface Figure {
  readonly inputs: Record<string, Numbers>;
  readonly value: number;
  readonly gradients: Record<string, Numbers>;
  readonly [more: string]: unknown;
}

/** PyTorch's figures, made by test/oracle/torch/make.py. */
export const torchFigures = JSON.parse(readFileSync(new URL('../oracle/torch/figures.json', import.meta.url), 'utf8'));

/** Fails unless the tensor's cells are `wanted`, to `tolerance` of the largest of them. */
export function expectClose(actual: tf.Tensor, wanted: Numbers, tolerance = 1e-5): void {
  const flat = [wanted].flat(9) as number[];
  const cells = actual.dataSync();
  expect(cells.length).toBe(flat.length);
  const scale = Math.max(1e-6, ...flat.map(Math.abs));
  flat.forEach((value, i) => {
    expect(Math.abs(cells[i]! - value) / scale, `cell ${i}: ${cells[i]}, torch ${value}`).toBeLessThan(tolerance);
  });
}

/** The non-zero cells of a square matrix. */
export function csrOf(dense: readonly (readonly number[])[]): Csr {
  const offsets = new Int32Array(dense.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  dense.forEach((cells, i) => {
    cells.forEach((value, j) => {
      if (value !== 0) {
        columns.push(j);
        values.push(value);
      }
    });
    offsets[i + 1] = columns.length;
  });
  return {
    rows: dense.length,
    cols: dense.length,
    offsets,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
}

/** Value and gradients of `f` at the figure's inputs against torch's; those that torch has no gradient for are fixed. */
export function expectFigure(figure: Figure, f: (x: Record<string, tf.Tensor2D>) => tf.Scalar, tolerance = 1e-5): void {
  tf.tidy(() => {
    const tensors = Object.entries(figure.inputs).map(([name, cells]) => [name, tf.tensor(cells as number[])] as const);
    const names = Object.keys(figure.gradients);
    const all = Object.fromEntries(tensors) as Record<string, tf.Tensor2D>;
    const of = (free: tf.Tensor[]) =>
      f({ ...all, ...Object.fromEntries(names.map((n, i) => [n, free[i] as tf.Tensor2D])) });
    const { value, grads } = tf.valueAndGrads((...free: tf.Tensor[]) => of(free))(names.map((name) => all[name]!));
    expectClose(value, figure.value, tolerance);
    names.forEach((name, i) => {
      expectClose(grads[i]!, figure.gradients[name]!, tolerance);
    });
  });
}

/** Sets variables to given values, in their order. */
export function assignAll(variables: readonly tf.Variable[], values: readonly Numbers[]): void {
  tf.tidy(() => {
    variables.forEach((variable, i) => {
      variable.assign(tf.tensor(values[i] as number[], variable.shape as [number]));
    });
  });
}
