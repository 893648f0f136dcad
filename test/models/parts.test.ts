import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { OptionError, option, optionSet, type Resolved } from '../../src/base/index.js';
import { csrFromTriplets, l2Normalize, type Random, random } from '../../src/compute/index.js';
import type { SeedSet } from '../../src/graph/index.js';
import {
  buildModel,
  checkModel,
  defineFusion,
  defineLoss,
  defineModel,
  type FrameOptions,
  frameFields,
  fusionNames,
  gat,
  icl,
  knownPairs,
  lossNames,
  type ModelDefinition,
  modalityEncoders,
  modelInputs,
  nca,
  normalVariable,
  pickRows,
  structure,
  weightedFusion,
} from '../../src/models/index.js';
import { refineSeeds } from '../../src/seeds/index.js';
import { trainAligner } from '../../src/train/index.js';
import { plantedTask } from '../support/planted.js';
import { smallTask } from '../support/small-task.js';

afterEach(() => tf.disposeVariables());

const { task, truth } = smallTask(20);
const seeds: SeedSet = { ...truth.links, score: new Float32Array(20).fill(1) };
const small = { width: 6, modalityWidth: 6 };
const settings = { epochs: 3, learningRate: 0.01, seed: 1 };

/** The mean of the unit rows of what an entity has: no variables, one option. */
const mean = defineFusion(
  {
    name: 'mean',
    options: optionSet('mean fusion', { factor: option(z.number(), 1, 'On every part') }),
    build: (_, o) => ({
      variables: [],
      apply: (parts, known) => ({
        joint: tf.tidy(() => {
          const rows = [...parts].map(([name, part]) => {
            const unit = tf.mul(l2Normalize(part), o.factor);
            return known?.has(name) ? tf.mul(unit, known.get(name)!) : unit;
          });
          return tf.div(tf.addN(rows), rows.length) as tf.Tensor2D;
        }),
      }),
    }),
  },
  { replace: true },
);

const far = { name: 'nca-15', cost: (l: tf.Tensor2D, r: tf.Tensor2D) => nca(l, r, { alpha: 15, beta: 10 }) };
defineLoss(far, { replace: true });

describe('a fusion of one’s own', () => {
  it('is known by its name to models that name their fusion, with its own options', async () => {
    expect(fusionNames()).toEqual(expect.arrayContaining(['weighted', 'transformer', 'mean']));
    for (const model of ['mclea', 'meaformer']) {
      const options = { width: 6, fusion: 'mean', ...(model === 'mclea' && { modalityWidth: 6 }) };
      expect(() => checkModel(model, { options })).not.toThrow();
      const { left, options: used } = await trainAligner(task, seeds, { model, modelOptions: options, ...settings });
      expect(left.cols).toBe(6);
      expect(used.modelOptions).toMatchObject({ fusion: 'mean', fusionOptions: { factor: 1 } });
    }
  });

  it.each([
    [{ fusion: 'meen' }, /mclea: option "fusion".*unknown fusion "meen". Did you mean "mean"/],
    [{ fusion: 'mean', fusionOptions: { facter: 2 } }, /mean fusion: unknown option "facter".*Did you mean "factor"/],
    [{ fusion: 'transformer', width: 8, modalityWidth: 6 }, /"transformer": the widths differ: structure 8, image 6/],
  ])('or refused: %j', (options, message) => {
    expect(() => buildModel('mclea', modelInputs(task), { seed: 1, options })).toThrow(message);
  });

  it('has a name of its own', () => {
    expect(() => defineFusion(mean)).toThrow(/defineFusion: a fusion named "mean" exists/);
  });
});

describe('a loss of one’s own', () => {
  it('is known by its name to MCLEA, MEAformer and stage 2', async () => {
    expect(lossNames()).toEqual(expect.arrayContaining(['icl', 'weighted', 'nca-15']));
    const planted = plantedTask({ count: 40, noise: 1 });
    const given = { ...planted.truth.links, score: new Float32Array(40).fill(1) };
    for (const first of [
      async (loss: string) => trainAligner(task, seeds, { modelOptions: { ...small, loss }, ...settings }),
      async (loss: string) =>
        trainAligner(task, seeds, { model: 'meaformer', modelOptions: { width: 6, loss }, ...settings }),
      async (loss: string) => refineSeeds(planted.task, given, { rounds: [1], epochs: 2, width: 6, loss }),
    ]) {
      const [own, plain, weighted] = [await first('nca-15'), await first('icl'), await first('weighted')];
      expect(own.history.loss[0]).not.toBe(plain.history.loss[0]);
      // Nothing is weighed here.
      expect(plain.history.loss).toEqual(weighted.history.loss);
    }
  });

  it('is not given weights that it does not know', async () => {
    const weight = new Float32Array(20).fill(2);
    const run = (loss: string) =>
      trainAligner(task, { ...seeds, weight }, { modelOptions: { ...small, loss }, ...settings });
    await expect(run('icl')).rejects.toThrow(/the loss of "mclea" does not weigh seeds/);
    await expect(run('weighted')).resolves.toBeDefined();
    const unwise = { ...small, loss: 'nca-15', negatives: 'all' };
    expect(() => buildModel('mclea', modelInputs(task), { seed: 1, options: unwise })).toThrow(
      /mclea: option "loss".*"nca-15" weighs neither anchors nor negatives/,
    );
  });

  it('has a name of its own', () => {
    expect(() => defineLoss(far)).toThrow(OptionError);
    expect(() => buildModel('mclea', modelInputs(task), { seed: 1, options: { loss: 'nca-51' } })).toThrow(
      /mclea: option "loss".*Did you mean "nca-15"/,
    );
  });
});

const options = optionSet('own', { ...frameFields, layers: option(z.number().int(), 2, 'Graph layers') });

describe('the frame', () => {
  const encoder = {
    name: 'own',
    options,
    encoder: (_: unknown, o: Resolved<FrameOptions & { layers?: number }>, random: Random) =>
      gat(o.width, Array(o.layers).fill(1), random),
  };

  it('makes of an encoder alone a sound model', () => {
    defineModel(encoder, { replace: true });
    for (const changes of [{}, { fusion: 'transformer', fusionOptions: { intermediate: 5 }, anchors: 'balanced' }])
      expect(() => checkModel('own', { options: { width: 6, ...changes } })).not.toThrow();
  });

  it('does what the model written out does', async () => {
    const planted = plantedTask({ count: 20, missingEvery: 4 });
    const links = { ...planted.truth.links, score: new Float32Array(20).fill(1) };
    const run = () => trainAligner(planted.task, links, { model: 'own', modelOptions: { width: 6 }, ...settings });
    defineModel(encoder, { replace: true });
    const framed = await run();
    defineModel(writtenOut, { replace: true });
    const written = await run();
    expect(framed.history).toEqual(written.history);
    expect([framed.left, framed.right]).toEqual([written.left, written.right]);
  });
});

/** A model in the frame, without the frame. */
const writtenOut: ModelDefinition<FrameOptions> = {
  name: 'own',
  options,
  build(inputs, o, random) {
    const { entityCount, adjacency } = inputs;
    const own = normalVariable([entityCount, o.width], 1 / Math.sqrt(entityCount), random.fork('entities'));
    const graph = gat(o.width, [1, 1], random.fork('graph'));
    const modalities = modalityEncoders(inputs, () => o.width, o, random);
    const names = [structure, ...modalities.names];
    const fusion = weightedFusion(names);
    return {
      variables: [own, ...graph.variables, ...modalities.variables, ...fusion.variables],
      encode(subset) {
        const nodes = graph.apply(own as tf.Tensor as tf.Tensor2D, adjacency);
        const rows = subset ? tf.gather(nodes, subset.rows) : nodes;
        const parts = new Map([[structure, rows], ...modalities.encode(subset)]);
        return { joint: fusion.apply(parts, modalities.masks(subset)).joint, parts, subset };
      },
      loss: (encoded, left, right) =>
        tf.tidy(() => {
          const of = (part: tf.Tensor2D, l: Int32Array, r: Int32Array) =>
            icl(pickRows(encoded, part, l), pickRows(encoded, part, r), o.temperature);
          const terms = [of(encoded.joint, left, right)];
          for (const name of names) {
            const pairs = knownPairs(modalities, name, left, right);
            if (pairs.left.length > 0) terms.push(of(encoded.parts.get(name)!, pairs.left, pairs.right));
          }
          return tf.addN(terms);
        }),
      dispose: modalities.dispose,
    };
  },
};

it('graph attention for some rows gives them, and every gradient, to the last digit', () => {
  const nodes = 400;
  const draw = random(2);
  const ring = (step: number) => Int32Array.from({ length: nodes }, (_, i) => (i + step) % nodes);
  const [at, next, far] = [ring(0), ring(1), ring(170)];
  const join = (...lists: Int32Array[]) => Int32Array.from(lists.flatMap((list) => [...list]));
  const graph = csrFromTriplets(nodes, nodes, join(at, at, at), join(at, next, far));
  const h = tf.tensor2d(
    Float32Array.from({ length: nodes * 8 }, () => draw.normal()),
    [nodes, 8],
  );
  const encoder = gat(8, [2, 1], draw);
  const rows = Int32Array.of(3, 90, 91, 260);
  const of = (wanted?: Int32Array) => {
    const loss = (x: tf.Tensor) =>
      tf.sum(tf.square(tf.gather(encoder.apply(x as tf.Tensor2D, graph, wanted), tf.tensor1d(rows, 'int32'))));
    const { value, grads } = tf.variableGrads(() => loss(h) as tf.Scalar, [...encoder.variables]);
    const byRows = tf.grad(loss)(h);
    return [value, byRows, ...Object.values(grads)].map((x) => [...x.dataSync()]);
  };
  expect(of(rows)).toEqual(of());
});
