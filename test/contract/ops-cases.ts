import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { type Csr, csrFromTriplets, type Random } from '../../src/compute/index.js';

export const runs = { numRuns: 12, seed: 7 };

export const normals = (r: Random, shape: [number, number], scale = 1) =>
  tf.tensor2d(
    Float32Array.from({ length: shape[0] * shape[1] }, () => scale * r.normal()),
    shape,
  );

/** Cells of both within `tolerance` of the largest of `wanted`, or of `floor` where that is less. */
export function expectSame(actual: tf.Tensor, wanted: tf.Tensor, what: string, tolerance = 2e-5, floor = 1e-6): void {
  expect(actual.shape).toEqual(wanted.shape);
  const [a, b] = [actual.dataSync() as Float32Array, wanted.dataSync() as Float32Array];
  const scale = b.reduce((greatest, x) => Math.max(greatest, Math.abs(x)), floor);
  const worst = a.reduce((greatest, x, i) => Math.max(greatest, Math.abs(x - b[i]!) / scale), 0);
  expect(worst, what).toBeLessThan(tolerance);
}

export type Op = (...tensors: tf.Tensor2D[]) => tf.Tensor;

/** Values and gradients of `fast` and `definition` agree; the gradient from above is random. */
export function expectEqual(
  fast: Op,
  definition: Op,
  inputs: tf.Tensor2D[],
  r: Random,
  tolerance?: number,
  floor?: number,
): void {
  tf.tidy(() => {
    const wanted = definition(...inputs);
    // A loss near 0 is the difference of logits of size 1 and more.
    expectSame(fast(...inputs), wanted, 'value', tolerance, wanted.rank === 0 ? 1 : 1e-6);
    const up = wanted.rank === 0 ? tf.scalar(1.7) : normals(r, wanted.shape as [number, number]);
    const gradients = (op: Op) => tf.grads((...x) => op(...(x as tf.Tensor2D[])))(inputs, up);
    const expected = gradients(definition);
    gradients(fast).forEach((g, i) => void expectSame(g, expected[i]!, `gradient ${i}`, tolerance, floor));
  });
}

/** A random pattern with weights, some rows empty unless `loops`. */
export function graphOf(r: Random, nodes: number, cells: number, loops: boolean): Csr {
  const own = loops ? nodes : 0;
  const pick = (i: number) => (i < own ? i : r.integer(nodes));
  const rows = Int32Array.from({ length: cells + own }, (_, i) => pick(i));
  const columns = Int32Array.from({ length: cells + own }, (_, i) => pick(i));
  return csrFromTriplets(
    nodes,
    nodes,
    rows,
    columns,
    Float32Array.from(rows, () => r.normal()),
  );
}

export const padded = (shape: number[]): [number, number] => [shape[0] ?? 1, shape[1] ?? 1];
