import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { random, useEngine } from '../../src/compute/index.js';

// Every kernel that stands in for one of tfjs's own cpu kernels gives what that one gives.

type Shape = number[];
type Op = (...x: tf.Tensor[]) => tf.Tensor;

const numbers = (shape: Shape, seed: number, scale = 2): Float32Array => {
  const r = random(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * r.normal());
};

/** The op's result on a backend, its inputs made there. */
function on(backend: string, op: Op, inputs: { values: Float32Array; shape: Shape }[]) {
  tf.setBackend(backend);
  return tf.tidy(() => {
    const out = op(...inputs.map(({ values, shape }) => tf.tensor(values, shape)));
    return { shape: out.shape, dtype: out.dtype, values: out.dataSync() as Float32Array };
  });
}

function expectSame(op: Op, shapes: Shape[], seed: number, tolerance = 3e-6, scale?: number): void {
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

const runs = { numRuns: 10, seed: 1 };
const size = fc.integer({ min: 1, max: 37 });
const seed = fc.integer({ min: 0, max: 1e6 });

describe.each(['native', 'wasm'] as const)('kernels of engine %s against tfjs’s own', (engine) => {
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

  it('sum, mean, max over any axes', () => {
    const axes = fc.subarray([0, 1, 2]);
    fc.assert(
      fc.property(fc.tuple(size, size, size), axes, fc.boolean(), seed, (shape, given, keep, s) => {
        const axis = given.length > 0 ? given : undefined;
        expectSame((x) => tf.sum(x!, axis, keep), [shape], s, 1e-5);
        expectSame((x) => tf.mean(x!, axis, keep), [shape], s, 1e-5);
        expectSame((x) => tf.max(x!, axis, keep), [shape], s);
      }),
      runs,
    );
    for (const axis of [0, 1, undefined]) {
      expectSame((x) => tf.sum(x!, axis), [[500, 701]], 1, 2e-5);
      expectSame((x) => tf.mean(x!, axis), [[500, 701]], 1, 2e-5);
    }
  });

  it('softmax, logSoftmax, logSumExp', () => {
    fc.assert(
      fc.property(size, size, seed, fc.constantFrom(1, 40), (n, m, s, scale) => {
        expectSame((x) => tf.softmax(x!), [[n, m]], s, 3e-6, scale);
        expectSame((x) => tf.logSoftmax(x!), [[n, m]], s, 3e-6, scale);
        expectSame((x) => tf.logSumExp(x!, 1), [[n, m]], s, 3e-6, scale);
      }),
      runs,
    );
  });

  it('gather, segment sum, transpose, concat, slice, addN, fill, cast', () => {
    fc.assert(
      fc.property(size, size, size, seed, (n, m, k, s) => {
        const r = random(s);
        const rows = Int32Array.from({ length: k }, () => r.integer(n));
        const segments = Int32Array.from({ length: n }, () => r.integer(k + 2) - 1);
        expectSame((x) => tf.gather(x!, tf.tensor1d(rows, 'int32')), [[n, m]], s);
        expectSame((x) => tf.gather(x!, tf.tensor2d(rows, [1, k], 'int32')), [[n, m, 2]], s);
        expectSame((x) => tf.unsortedSegmentSum(x!, tf.tensor1d(segments, 'int32'), k), [[n, m]], s);
        expectSame((x) => tf.transpose(x!), [[n, m]], s);
        expectSame((x) => tf.transpose(x!, [2, 0, 1]), [[n, m, k]], s);
        expectSame(
          (x, y) => tf.concat([x!, y!], 1),
          [
            [n, m],
            [n, k],
          ],
          s,
        );
        expectSame(
          (x, y) => tf.concat([x!, y!], 0),
          [
            [n, m],
            [k, m],
          ],
          s,
        );
        const [i, j] = [r.integer(n), r.integer(m)];
        const wide = 1 + r.integer(m - j);
        expectSame((x) => tf.slice(x!, [i, j], [n - i, wide]), [[n, m]], s);
        expectSame((x) => tf.slice(x!, [i, 0, j], [n - i, k, 1]), [[n, k, m]], s);
        expectSame((x) => tf.slice(x!, [i], [n - i]), [[n]], s);
        expectSame(
          (...x) => tf.addN(x),
          [
            [n, m],
            [n, m],
            [n, m],
          ],
          s,
        );
        expectSame((x) => tf.mul(x!, tf.cast(tf.greater(x!, 0), 'float32')), [[n, m]], s);
        expectSame((x) => tf.mul(tf.cast(tf.cast(x!, 'int32'), 'float32'), tf.fill([n, m], 1.5)), [[n, m]], s);
        expectSame((x) => tf.unstack(x!)[n - 1]!, [[n, m]], s);
      }),
      runs,
    );
    expectSame((x) => tf.transpose(x!), [[411, 307]], 2);
  });

  it('matrix products, batches, fused', () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), fc.boolean(), seed, (n, m, k, ta, tb, s) => {
        const a = ta ? [k, n] : [n, k];
        const b = tb ? [m, k] : [k, m];
        expectSame((x, y) => tf.matMul(x!, y!, ta, tb), [a, b], s, 1e-5);
        expectSame(
          (x, y) => tf.matMul(x!, y!, ta, tb),
          [
            [3, ...a],
            [3, ...b],
          ],
          s,
          1e-5,
        );
        expectSame(
          (x, y) => tf.matMul(x!, y!, ta, tb),
          [
            [3, ...a],
            [1, ...b],
          ],
          s,
          1e-5,
        );
        const fused = { transposeA: ta, transposeB: tb, activation: 'elu' as const };
        const op: Op = (x, y, z) =>
          tf.fused.matMul({ a: x as tf.Tensor2D, b: y as tf.Tensor2D, bias: z as tf.Tensor1D, ...fused });
        expectSame(op, [a, b, [m]], s, 1e-5);
      }),
      runs,
    );
    expectSame(
      (x, y) => tf.matMul(x!, y!),
      [
        [130, 300],
        [300, 275],
      ],
      3,
      1e-5,
    );
    expect(() => on('psqe', (x) => tf.gather(x!, [5]), [{ values: numbers([2, 2], 1), shape: [2, 2] }])).toThrow(
      /row 5 of 2/,
    );
  });

  it('what is read out stays as it is when the tensor’s memory is used again', () => {
    tf.setBackend('psqe');
    const x = tf.fill([1000], 1);
    const read = x.dataSync();
    x.dispose();
    const y = tf.fill([1000], 2);
    expect(read.every((v) => v === 1)).toBe(true);
    expect(y.dataSync().every((v) => v === 2)).toBe(true);
    y.dispose();
  });

  it('what a user hands in is copied', () => {
    tf.setBackend('psqe');
    const mine = new Float32Array([1, 2, 3]);
    const x = tf.tensor1d(mine);
    mine[0] = 9;
    expect([...x.dataSync()]).toEqual([1, 2, 3]);
    x.dispose();
  });
});
