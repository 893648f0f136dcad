import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  adamwStep,
  adamwStepDefinition,
  alignmentLoss,
  contrastiveLoss,
  graphAttention,
  graphAttentionDefinition,
  l2Normalize,
  random,
  sparseMatMul,
  sparseMatMulDefinition,
  useEngine,
  weightedContrastiveLoss,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { expectEqual, expectSame, graphOf, normals, type Op, padded, runs } from './ops-cases.js';

describe.each(enginesHere(['native', 'wasm', 'js', 'tensorflow']))('fused ops on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  const graphs = fc.record({
    nodes: fc.integer({ min: 1, max: 60 }),
    cells: fc.integer({ min: 0, max: 300 }),
    width: fc.constantFrom(1, 3, 4, 7, 16, 33),
    heads: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer(),
  });

  it('sparseMatMul', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, cells, width, seed }) => {
        const r = random(seed);
        const a = graphOf(r, nodes, cells + 1, false);
        const x = normals(r, [nodes, width]);
        expectEqual(
          (y) => sparseMatMul(a, y!),
          (y) => sparseMatMulDefinition(a, y!),
          [x],
          r,
        );
        x.dispose();
      }),
      runs,
    );
  });

  it('graphAttention', () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), ({ nodes, cells, width, heads, seed }, steep) => {
        const r = random(seed);
        const graph = graphOf(r, nodes, cells, true);
        const inputs = [
          normals(r, [nodes, width]),
          normals(r, [heads, width]),
          normals(r, [heads, 2 * width], steep ? 30 : 1),
        ];
        expectEqual(
          (h, w, a) => graphAttention(h!, w!, a!, graph),
          (h, w, a) => graphAttentionDefinition(h!, w!, a!, graph),
          inputs,
          r,
          1e-4,
          // Saturated coefficients leave gradients near 0, differences of numbers of size 1.
          steep ? 0.1 : undefined,
        );
        tf.dispose(inputs);
      }),
      runs,
    );
  });

  it('graphAttention of some rows: what is wanted of it, and all gradients', () => {
    const r = random(11);
    const graph = graphOf(r, 3000, 9000, true);
    const rows = Int32Array.from({ length: 60 }, (_, i) => 50 * i + 7);
    const inputs = [normals(r, [3000, 40]), normals(r, [2, 40]), normals(r, [2, 80], 0.3)];
    const wanted = (x: tf.Tensor2D) => tf.gather(x, tf.tensor1d(rows, 'int32'));
    expectEqual(
      (h, w, a) => wanted(graphAttention(h!, w!, a!, graph, rows)),
      (h, w, a) => wanted(graphAttentionDefinition(h!, w!, a!, graph)),
      inputs,
      r,
      1e-4,
    );
    tf.dispose(inputs);
  });

  it('graph ops large enough to be shared among threads', () => {
    const r = random(3);
    const graph = graphOf(r, 3000, 9000, true);
    const inputs = [normals(r, [3000, 40]), normals(r, [2, 40]), normals(r, [2, 80], 0.3)];
    expectEqual(
      (h, w, a) => graphAttention(h!, w!, a!, graph),
      (h, w, a) => graphAttentionDefinition(h!, w!, a!, graph),
      inputs,
      r,
      1e-4,
    );
    expectEqual(
      (y) => sparseMatMul(graph, y!),
      (y) => sparseMatMulDefinition(graph, y!),
      [inputs[0]!],
      r,
    );
    tf.dispose(inputs);
  });

  it('adamwStep, in place, and nothing else that shares its cells', () => {
    const r = random(5);
    for (const size of [1, 7, 130_001]) {
      const start = Float32Array.from({ length: size }, () => r.normal());
      const make = () =>
        [start, new Float32Array(size), new Float32Array(size)].map((x) => tf.variable(tf.tensor1d(x)));
      const [p, m, v] = make() as [tf.Variable, tf.Variable, tf.Variable];
      const [q, m2, v2] = make() as [tf.Variable, tf.Variable, tf.Variable];
      const kept = p.clone();
      for (let step = 1; step <= 3; step++) {
        const grad = tf.tensor1d(Float32Array.from({ length: size }, () => r.normal() * 10 ** (step - 2)));
        const o = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, step };
        adamwStep(p, grad, { m, v }, o);
        adamwStepDefinition(q, grad, { m: m2, v: v2 }, o);
        grad.dispose();
      }
      expectSame(p, q, 'parameter', 1e-6);
      expectSame(m, m2, 'm', 1e-6);
      expectSame(v, v2, 'v', 1e-6);
      expect([...kept.dataSync().slice(0, 9)]).toEqual([...start.slice(0, 9)]);
      tf.dispose([p, m, v, q, m2, v2, kept]);
    }
  });

  it('gradients agree with finite differences', () => {
    const r = random(11);
    const graph = graphOf(r, 6, 12, true);
    const joint = [normals(r, [6, 5]), normals(r, [6, 5])] as const;
    const cases: [string, Op, tf.Tensor2D[]][] = [
      ['contrastiveLoss', (x, y) => contrastiveLoss(x!, y!, 0.7), [normals(r, [6, 5]), normals(r, [6, 5])]],
      ['alignmentLoss', (x, y) => alignmentLoss(x!, y!, ...joint, 0.7), [normals(r, [6, 5]), normals(r, [6, 5])]],
      ['l2Normalize', (x) => l2Normalize(x!), [normals(r, [6, 5])]],
      ['sparseMatMul', (x) => sparseMatMul(graph, x!), [normals(r, [6, 5])]],
      [
        'graphAttention',
        (h, w, a) => graphAttention(h!, w!, a!, graph),
        [normals(r, [6, 5]), normals(r, [2, 5]), normals(r, [2, 10])],
      ],
    ];
    for (const [name, op, inputs] of cases) {
      const up = tf.tidy(() => normals(r, padded(op(...inputs).shape)).reshape(op(...inputs).shape));
      const value = (given: tf.Tensor2D[]) => tf.tidy(() => tf.sum(tf.mul(op(...given), up)).dataSync()[0]!);
      const gradients = tf.grads((...x) => op(...(x as tf.Tensor2D[])))(inputs, up);
      inputs.forEach((input, i) => {
        const along = normals(r, input.shape);
        const step = 1e-2;
        const moved = (by: number) =>
          tf.tidy(() => value(inputs.map((x, j) => (j === i ? tf.add(x, tf.mul(along, by)) : x) as tf.Tensor2D)));
        // Fourth order, so that single precision is what limits the agreement.
        const slope = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
        const predicted = tf.tidy(() => tf.sum(tf.mul(gradients[i]!, along)).dataSync()[0]!);
        expect(Math.abs(slope - predicted), `${name}, input ${i}`).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)));
        along.dispose();
      });
      tf.dispose([up, ...gradients, ...inputs]);
    }
    tf.dispose([...joint]);
  });

  it('leaves no tensor behind', () => {
    const r = random(2);
    const graph = graphOf(r, 20, 40, true);
    const inputs = [normals(r, [20, 8]), normals(r, [20, 8])] as const;
    const weights = [normals(r, [2, 8]), normals(r, [2, 16])] as const;
    const all = () =>
      tf.dispose(
        tf.grads((x, y) => {
          const h = l2Normalize(graphAttention(x as tf.Tensor2D, ...weights, graph));
          const w = sparseMatMul(graph, y as tf.Tensor2D);
          const more = weightedContrastiveLoss(h, w, 1, { extra: { left: inputs[0], right: inputs[1] } });
          return tf.addN([contrastiveLoss(h, w, 1), more, alignmentLoss(h, w, ...inputs, 2)]);
        })([...inputs]),
      );
    all();
    const before = tf.memory().numTensors;
    const buffers = tf.memory().numDataBuffers;
    all();
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.memory().numDataBuffers).toBe(buffers);
    tf.dispose([...inputs, ...weights]);
  });
});
