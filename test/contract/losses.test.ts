import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import {
  alignmentLoss,
  alignmentLossDefinition,
  contrastiveLoss,
  contrastiveLossDefinition,
  l2Normalize,
  l2NormalizeDefinition,
  random,
  useEngine,
  weightedContrastiveLoss,
  weightedContrastiveLossDefinition,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { expectEqual, normals, type Op, runs } from './ops-cases.js';

describe.each(enginesHere(['native', 'wasm', 'js', 'tensorflow']))('fused losses on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  const shapes = fc.record({
    // One pair, a few, and more than one tile.
    pairs: fc.oneof(
      fc.constant(1),
      fc.integer({ min: 2, max: 40 }),
      engine === 'js' ? fc.constant(50) : fc.constantFrom(384, 391, 800),
    ),
    width: fc.constantFrom(1, 3, 4, 7, 16, 33),
    temperature: fc.constantFrom(0.1, 1, 4),
    extreme: fc.boolean(),
    seed: fc.integer(),
  });

  /** Products over temperature within about ±80 where extreme. */
  const scaleOf = (o: { width: number; temperature: number; extreme: boolean }) =>
    Math.sqrt(((o.extreme ? 40 : 2) * o.temperature) / Math.sqrt(o.width));

  it('contrastiveLoss', () => {
    fc.assert(
      fc.property(shapes, ({ pairs, width, temperature, extreme, seed }) => {
        const r = random(seed);
        const scale = scaleOf({ width, temperature, extreme });
        const inputs = [normals(r, [pairs, width], scale), normals(r, [pairs, width], scale)];
        expectEqual(
          (x, y) => contrastiveLoss(x!, y!, temperature),
          (x, y) => contrastiveLossDefinition(x!, y!, temperature),
          inputs,
          r,
          extreme ? 2e-4 : 2e-5,
        );
        tf.dispose(inputs);
      }),
      runs,
    );
  });

  it('weightedContrastiveLoss: weights of anchors and negatives, more negatives', () => {
    const parts = fc.record({ anchors: fc.boolean(), negatives: fc.boolean(), extra: fc.constantFrom(0, 1, 9) });
    fc.assert(
      fc.property(shapes, parts, ({ pairs: most, width, temperature, extreme, seed }, chosen) => {
        // Above 1024 anchors the fast one works in blocks; the definition's B × 2B is slow in plain JavaScript.
        const pairs = engine === 'js' || engine === 'tensorflow' ? Math.min(most, 50) : most === 800 ? 1100 : most;
        const r = random(seed);
        const scale = scaleOf({ width, temperature, extreme });
        const weights = (count: number) => Float32Array.from({ length: count }, () => 0.2 + 2 * r.uniform());
        const sides = <T>(make: () => T) => ({ left: make(), right: make() });
        const fixed = {
          ...(chosen.anchors && { anchors: sides(() => weights(pairs)) }),
          ...(chosen.negatives && { negatives: sides(() => weights(pairs).map((w, i) => (i === 2 ? 0 : w))) }),
          ...(chosen.extra > 0 && chosen.negatives && { extraWeights: sides(() => weights(chosen.extra)) }),
        };
        const inputs = [normals(r, [pairs, width], scale), normals(r, [pairs, width], scale)];
        if (chosen.extra > 0) for (let s = 0; s < 2; s++) inputs.push(normals(r, [chosen.extra, width], scale));
        const op =
          (loss: typeof weightedContrastiveLoss): Op =>
          (x, y, u, v) =>
            loss(x!, y!, temperature, { ...fixed, ...(u && v && { extra: { left: u, right: v } }) });
        const [fast, definition] = [op(weightedContrastiveLoss), op(weightedContrastiveLossDefinition)];
        expectEqual(fast, definition, inputs, r, extreme ? 2e-4 : 5e-5);
        tf.dispose(inputs);
      }),
      runs,
    );
  });

  it('weightedContrastiveLoss without weights is contrastiveLoss', () => {
    const r = random(4);
    const inputs = [normals(r, [70, 9]), normals(r, [70, 9])];
    expectEqual(
      (x, y) => weightedContrastiveLoss(x!, y!, 0.3),
      (x, y) => contrastiveLossDefinition(x!, y!, 0.3),
      inputs,
      r,
    );
    tf.dispose(inputs);
  });

  it('alignmentLoss', () => {
    fc.assert(
      fc.property(shapes, ({ pairs, width, temperature, extreme, seed }) => {
        const r = random(seed);
        const scale = scaleOf({ width, temperature, extreme });
        const inputs = [normals(r, [pairs, width], scale), normals(r, [pairs, width], scale)];
        const joint = [normals(r, [pairs, 2 * width + 1], 0.5), normals(r, [pairs, 2 * width + 1], 0.5)] as const;
        expectEqual(
          (x, y) => alignmentLoss(x!, y!, joint[0], joint[1], temperature),
          (x, y) => alignmentLossDefinition(x!, y!, joint[0], joint[1], temperature),
          inputs,
          r,
          extreme ? 2e-4 : 5e-5,
        );
        tf.dispose([...inputs, ...joint]);
      }),
      runs,
    );
  });

  it('l2Normalize, zero and tiny rows too', () => {
    fc.assert(
      fc.property(shapes, ({ pairs, width, seed }) => {
        const r = random(seed);
        const x = tf.tidy(() => tf.concat([normals(r, [pairs, width]), tf.zeros([1, width])], 0) as tf.Tensor2D);
        expectEqual(
          (a) => l2Normalize(a!),
          (a) => l2NormalizeDefinition(a!),
          [x],
          r,
        );
        x.dispose();
      }),
      runs,
    );
  });
});
