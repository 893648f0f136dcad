import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useEngine } from '../../src/compute/index.js';
import { expectSame, type Op, on, runs, type Shape, seed, size } from './backend-cases.js';

describe.each(['native', 'wasm'] as const)('elementwise kernels of engine %s against tfjs’s own', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  const unary: Record<string, Op> = {
    exp: (x) => tf.exp(x!),
    log: (x) => tf.log(x!),
    sqrt: (x) => tf.sqrt(x!),
    rsqrt: (x) => tf.rsqrt(tf.abs(x!)),
    square: (x) => tf.square(x!),
    neg: (x) => tf.neg(x!),
    relu: (x) => tf.relu(x!),
    elu: (x) => tf.elu(x!),
    leakyRelu: (x) => tf.leakyRelu(x!, 0.2),
    sigmoid: (x) => tf.sigmoid(x!),
    tanh: (x) => tf.tanh(x!),
    abs: (x) => tf.abs(x!),
    step: (x) => tf.step(x!, 0.3),
    reciprocal: (x) => tf.reciprocal(x!),
    'elu gradient': (x, dy) => tf.grad((y) => tf.elu(y))(x!, dy!),
    'relu gradient': (x, dy) => tf.grad((y) => tf.relu(y))(x!, dy!),
  };

  it.each(Object.keys(unary))('%s', (name) => {
    fc.assert(
      fc.property(size, size, seed, fc.constantFrom(1e-3, 1, 30), (n, m, s, scale) => {
        expectSame(
          unary[name]!,
          [
            [n, m],
            [n, m],
          ],
          s,
          3e-6,
          scale,
        );
      }),
      runs,
    );
    // Large enough to be shared among threads, and no multiple of a vector's width.
    expectSame(
      unary[name]!,
      [
        [331, 401],
        [331, 401],
      ],
      5,
    );
  });

  it('ends of the range: infinities, not a number, zeros', () => {
    const values = Float32Array.from([Infinity, -Infinity, NaN, 0, -0, 1e-45, 3e38, -3e38, 88.9, -88.9, -104, 1]);
    for (const name of ['exp', 'log', 'relu', 'sigmoid', 'tanh', 'step', 'square']) {
      const given = [{ values, shape: [12] }];
      const wanted = on('cpu', (x) => unary[name]!(x!), given).values;
      const found = on('psqe', (x) => unary[name]!(x!), given).values;
      wanted.forEach((x, i) => {
        // Below the least normal number a kernel may give 0, and takes the least normal number's logarithm.
        if (values[i] === Math.fround(1e-45) || (x !== 0 && Math.abs(x) < 1.2e-38)) return;
        const close = Math.abs(x - found[i]!) <= 3e-6 * Math.max(1, Math.abs(x));
        expect(
          Object.is(x, found[i]) || close || (x === 0 && found[i] === 0),
          `${name}(${values[i]}): ${found[i]}`,
        ).toBe(true);
      });
    }
  });

  const binary: Record<string, Op> = {
    add: (a, b) => tf.add(a!, b!),
    sub: (a, b) => tf.sub(a!, b!),
    mul: (a, b) => tf.mul(a!, b!),
    div: (a, b) => tf.div(a!, b!),
    maximum: (a, b) => tf.maximum(a!, b!),
    minimum: (a, b) => tf.minimum(a!, b!),
    squaredDifference: (a, b) => tf.squaredDifference(a!, b!),
  };

  it.each(Object.keys(binary))('%s, however the shapes spread', (name) => {
    const shape = fc.tuple(size, size, size);
    const spread = (full: Shape, keep: boolean[]) => full.map((n, i) => (keep[i] ? n : 1));
    const mask = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(shape, mask, mask, fc.nat(3), seed, (full, left, right, cut, s) => {
        const b = spread(full, right).slice(cut);
        expectSame(binary[name]!, [spread(full, left), b], s, 3e-6);
        expectSame(binary[name]!, [b, full], s, 3e-6);
      }),
      runs,
    );
    for (const other of [[331, 401], [401], [331, 1], [1]]) expectSame(binary[name]!, [[331, 401], other], 8);
  });
});
