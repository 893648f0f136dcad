import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contrastiveLossDefinition,
  l2NormalizeDefinition,
  type Matrix,
  matrix,
  random,
} from '../../src/compute/index.js';
import { iclGradient } from '../../src/theory/index.js';

const cases = fc.record({
  pairs: fc.integer({ min: 2, max: 24 }),
  width: fc.integer({ min: 2, max: 9 }),
  temperature: fc.constantFrom(0.1, 0.5, 1),
  normalize: fc.boolean(),
  seed: fc.integer(),
});

const normals = (rows: number, cols: number, seed: number) => {
  const r = random(seed).fork('embeddings');
  return matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => r.normal()),
  );
};

const tensor = (m: Matrix) => tf.tensor2d(m.data, [m.rows, m.cols]);

function loss(left: tf.Tensor2D, right: tf.Tensor2D, o: { temperature: number; normalize: boolean }): tf.Scalar {
  const at = (x: tf.Tensor2D) => (o.normalize ? l2NormalizeDefinition(x) : x);
  return contrastiveLossDefinition(at(left), at(right), o.temperature);
}

/** The greatest difference of two lists, over the greatest absolute value of the second, .05 at least (single precision). */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const scale = Array.from(b).reduce((most, x) => Math.max(most, Math.abs(x)), 0.05);
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0) / scale;
}

describe('T1, the gradient of ICL', () => {
  it('equals automatic differentiation of the definition to 1e-5', () => {
    fc.assert(
      fc.property(cases, (o) => {
        const [left, right] = [normals(o.pairs, o.width, o.seed), normals(o.pairs, o.width, o.seed + 1)];
        const got = iclGradient(left, right, o);
        tf.tidy(() => {
          const inputs = [tensor(left), tensor(right)] as const;
          const { value, grads } = tf.valueAndGrads((x, y) => loss(x as tf.Tensor2D, y as tf.Tensor2D, o))([...inputs]);
          expect(apart([got.loss], value.dataSync())).toBeLessThan(1e-5);
          expect(apart(got.left.total.data, grads[0]!.dataSync())).toBeLessThan(1e-5);
          expect(apart(got.right.total.data, grads[1]!.dataSync())).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('equals finite differences of its own loss', () => {
    fc.assert(
      fc.property(cases, (o) => {
        const [left, right] = [normals(o.pairs, o.width, o.seed), normals(o.pairs, o.width, o.seed + 1)];
        const along = normals(o.pairs, o.width, o.seed + 2);
        const step = 4e-3;
        const moved = (by: number) => {
          const data = left.data.map((x, i) => x + by * along.data[i]!);
          return iclGradient({ ...left, data }, right, o).loss;
        };
        const slope = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
        const predicted = iclGradient(left, right, o).left.total.data.reduce((s, g, i) => s + g * along.data[i]!, 0);
        expect(Math.abs(slope - predicted)).toBeLessThan(3e-3 * Math.max(1, Math.abs(slope)));
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('is attraction and repulsion, and the four terms of the repulsion, and nothing else', () => {
    const [left, right] = [normals(12, 5, 1), normals(12, 5, 2)];
    for (const normalize of [false, true]) {
      const { left: side, anchors, loss: whole } = iclGradient(left, right, { temperature: 0.2, normalize });
      const { anchorAcross, anchorWithin, negativeWithin, candidateAcross } = side.terms;
      side.total.data.forEach((total, at) => {
        const terms = [anchorAcross, anchorWithin, negativeWithin, candidateAcross].map((m) => m.data[at]!);
        expect(terms.reduce((a, b) => a + b)).toBeCloseTo(side.repulsion.data[at]!, 5);
        expect(side.attraction.data[at]! + side.repulsion.data[at]!).toBeCloseTo(total, 5);
      });
      const sum = [anchors.left, anchors.right].reduce(
        (all, { attraction, repulsion }) => all + attraction.reduce((s, a, i) => s + a + repulsion[i]!, 0),
        0,
      );
      expect(sum / 24).toBeCloseTo(whole, 6);
    }
  });

  it('attraction alone is the gradient of −s/τ: automatic differentiation of that part', () => {
    const [left, right] = [normals(9, 4, 5), normals(9, 4, 6)];
    tf.tidy(() => {
      const w = l2NormalizeDefinition(tensor(right));
      const pull = (x: tf.Tensor) => tf.mul(tf.sum(tf.mul(l2NormalizeDefinition(x as tf.Tensor2D), w)), -1 / (9 * 0.3));
      const wanted = tf.grad(pull)(tensor(left)).dataSync();
      const got = iclGradient(left, right, { temperature: 0.3, normalize: true }).left.attraction.data;
      expect(apart(got, wanted)).toBeLessThan(1e-5);
    });
  });

  it('made unit, it has no part along the row', () => {
    const left = normals(7, 6, 8);
    const { total } = iclGradient(left, normals(7, 6, 9), { temperature: 0.1, normalize: true }).left;
    for (let i = 0; i < 7; i++) {
      let along = 0;
      for (let j = 0; j < 6; j++) along += total.data[i * 6 + j]! * left.data[i * 6 + j]!;
      expect(Math.abs(along)).toBeLessThan(1e-5);
    }
  });
});
