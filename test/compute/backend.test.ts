import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { random, useEngine } from '../../src/compute/index.js';
import { expectSame, numbers, type Op, on, runs, seed, size } from './backend-cases.js';

describe.each(['native', 'wasm'] as const)('kernels of engine %s against tfjs’s own', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
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
