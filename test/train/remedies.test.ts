import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AbortedError, InputError, OptionError } from '../../src/base/index.js';
import {
  contrastiveLossDefinition,
  l2Normalize,
  random,
  weightedContrastiveLossDefinition,
} from '../../src/compute/index.js';
import { evaluateAlignment, splitLinks } from '../../src/evaluate/index.js';
import { entityRegions } from '../../src/features/index.js';
import { type Regions, regionSizes, type SeedSet } from '../../src/graph/index.js';
import {
  balancedWeights,
  buildModel,
  EmbeddedPairs,
  lossFields,
  modelInputs,
  pairLoss,
  pickRows,
} from '../../src/models/index.js';
import { densityRatios, train, trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask();
const split = splitLinks(truth, { seed: 2, test: 0.6 });
const seeds: SeedSet = { ...split.train, score: new Float32Array(split.train.left.length).fill(1) };
const inputs = modelInputs(task);
const joint = { left: seeds.left, right: seeds.right.map((row) => row + inputs.leftCount) };
const modelOptions = { width: 8, modalityWidth: 6 };
const plain = {
  temperature: 0.1,
  loss: 'weighted',
  negatives: 'seeds',
  negativeCount: 512,
  repulsion: 'plain',
  anchors: 'plain',
  balanceClip: 10,
} as const;
const folder = mkdtempSync(join(tmpdir(), 'psqe-remedies-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Random embeddings of all entities, as an encoder would give them. */
function embedded() {
  const r = random(3);
  const rows = tf.tensor2d(
    Float32Array.from({ length: inputs.entityCount * 5 }, () => r.normal()),
    [inputs.entityCount, 5],
  );
  return { joint: rows, parts: new Map() };
}

const at = (encoded: ReturnType<typeof embedded>) => new EmbeddedPairs(encoded, encoded.joint, joint);

describe('the loss of pairs', () => {
  it('the tests speak of the defaults', () => {
    const defaults = Object.entries(lossFields).map(([name, field]) => [name, field.fallback]);
    expect({ temperature: 0.1, ...Object.fromEntries(defaults) }).toEqual(plain);
  });

  it('without more to go by is ICL', () => {
    tf.tidy(() => {
      const encoded = embedded();
      const [z, w] = [joint.left, joint.right].map((rows) => l2Normalize(pickRows(encoded, encoded.joint, rows)));
      const wanted = contrastiveLossDefinition(z!, w!, 0.1).dataSync()[0]!;
      expect(pairLoss(at(encoded), {}, plain).dataSync()[0]).toBeCloseTo(wanted, 5);
    });
  });

  it('with all entities drawn, each anchor is pushed from every other entity alike', () => {
    tf.tidy(() => {
      const encoded = embedded();
      const others = (from: number, to: number, taken: Int32Array) =>
        Int32Array.from({ length: to - from }, (_, i) => from + i).filter((row) => !taken.includes(row));
      const left = others(0, inputs.leftCount, joint.left);
      const right = others(inputs.leftCount, inputs.entityCount, joint.right);
      const batch = { negatives: { left, right, each: { left: 1, right: 1 } } };
      const got = pairLoss(at(encoded), batch, { ...plain, negatives: 'all' });
      const unit = l2Normalize(encoded.joint);
      const s = tf.div(tf.matMul(unit, unit, false, true), 0.1).arraySync() as number[][];
      const anchor = (i: number, partner: number) => {
        const all = s[i]!.reduce((sum, x, j) => (j === i ? sum : sum + Math.exp(x)), 0);
        return Math.log(all) - s[i]![partner]!;
      };
      const pairs = Array.from(joint.left, (l, i) => anchor(l, joint.right[i]!) + anchor(joint.right[i]!, l));
      const wanted = pairs.reduce((a, b) => a + b) / (2 * pairs.length);
      expect(got.dataSync()[0]).toBeCloseTo(wanted, 4);
    });
  });

  it('multiplies an anchor’s part of the loss by the weight of its seed', () => {
    tf.tidy(() => {
      const encoded = embedded();
      const weight = Float32Array.from({ length: inputs.entityCount }, (_, row) => row % 4);
      const of = (rows: Int32Array) => Float32Array.from(rows, (row) => weight[row]!);
      const [z, w] = [joint.left, joint.right].map((rows) => l2Normalize(pickRows(encoded, encoded.joint, rows)));
      const anchors = { left: of(joint.left), right: of(joint.right) };
      const wanted = weightedContrastiveLossDefinition(z!, w!, 0.1, { anchors });
      const got = pairLoss(at(encoded), { weight }, plain);
      expect(got.dataSync()[0]).toBeCloseTo(wanted.dataSync()[0]!, 4);
    });
  });

  it('balances anchors and negatives by the ratios, clipped and 1 in the mean', () => {
    tf.tidy(() => {
      const encoded = embedded();
      const r = random(8);
      const balance = Float32Array.from({ length: inputs.entityCount }, () => Math.exp(3 * r.normal()));
      const o = { ...plain, repulsion: 'balanced', anchors: 'balanced', balanceClip: 4 } as const;
      const got = pairLoss(at(encoded), { balance }, o).dataSync()[0]!;
      const weights = (rows: Int32Array) => {
        const kept = Array.from(rows, (row) => Math.min(4, Math.max(0.25, balance[row]!)));
        const mean = kept.reduce((a, b) => a + b) / kept.length;
        return Float32Array.from(kept, (w) => w / mean);
      };
      const both = { left: weights(joint.left), right: weights(joint.right) };
      const [z, w] = [joint.left, joint.right].map((rows) => l2Normalize(pickRows(encoded, encoded.joint, rows)));
      const wanted = weightedContrastiveLossDefinition(z!, w!, 0.1, { anchors: both, negatives: both });
      expect(got).toBeCloseTo(wanted.dataSync()[0]!, 4);
    });
  });
});

describe('balancedWeights', () => {
  it('are clipped, and 1 in the mean of their rows', () => {
    const weights = balancedWeights(Int32Array.of(0, 2, 3), Float32Array.of(0.01, 5, 2, 40));
    expect([...weights].map((w) => w / weights[1]!)).toEqual([0.05, 1, 5].map((w) => expect.closeTo(w, 5)));
    expect(weights.reduce((a, b) => a + b) / 3).toBeCloseTo(1, 6);
    expect([...balancedWeights(Int32Array.of(0, 3), Float32Array.of(0.01, 5, 2, 40), 1)]).toEqual([1, 1]);
  });
});

describe('densityRatios', () => {
  it('turn the seeds’ shares into the entities’', () => {
    const cases = fc.record({
      entities: fc.integer({ min: 4, max: 40 }),
      count: fc.integer({ min: 1, max: 5 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(cases, ({ entities, count, seed }) => {
        const r = random(seed).fork('labels');
        const labels = () =>
          Int32Array.from({ length: entities }, (_, i) => (i < count ? i % entities : r.integer(count)));
        const regions: Regions = { left: labels().map((c) => Math.min(c, count - 1)), right: labels(), count };
        const chosen = r.permutation(entities).slice(0, Math.ceil(entities / 2));
        const ratios = densityRatios(entities, { left: chosen, right: chosen.map((row) => row + entities) }, regions);
        for (const [side, at] of [
          ['left', 0],
          ['right', entities],
        ] as const) {
          const pi = regionSizes(regions[side], count);
          const q = regionSizes(regions[side], count, chosen);
          const weighted = new Float64Array(count);
          for (const row of chosen) weighted[regions[side][row]!]! += ratios[row + at]! / chosen.length;
          for (let c = 0; c < count; c++) if (q[c]! > 0) expect(weighted[c]).toBeCloseTo(pi[c]! / entities, 5);
        }
      }),
    );
  });
});

describe('training with the remedies', () => {
  const settings = { epochs: 30, learningRate: 0.01, seed: 1 };
  const wrong = seeds.left.length - 4;
  /** Most of the seeds have their right ends handed round. */
  const doubtful: SeedSet = {
    ...seeds,
    right: seeds.right.map((r, i) => (i < wrong ? seeds.right[(i + 1) % wrong]! : r)),
  };

  it('heeds the weights of seeds: doubtful ones that weigh little do little harm', async () => {
    const weight = doubtful.score.map((_, i) => (i < wrong ? 0 : 1));
    const hits = async (given: SeedSet) =>
      evaluateAlignment(await trainAligner(task, given, { modelOptions, ...settings }), split.test).hits1!;
    expect(await hits({ ...doubtful, weight })).toBeGreaterThan((await hits(doubtful)) + 0.1);
  });

  it.each([
    { negatives: 'all', negativeCount: 10 },
    { repulsion: 'balanced' },
    { anchors: 'balanced' },
    { repulsion: 'balanced', anchors: 'balanced', balanceClip: 2 },
  ] as const)('%j trains both models whose loss weighs, repeatably, and leaves no tensor behind', async (remedy) => {
    const run = (model: string, o: object) =>
      trainAligner(task, seeds, { model, modelOptions: o, ...settings, batchSize: 8, epochs: 12 });
    const options = { ...modelOptions, ...remedy };
    const first = await run('mclea', options);
    const before = tf.memory().numTensors;
    expect((await run('mclea', options)).left.data).toEqual(first.left.data);
    expect(tf.memory().numTensors).toBe(before);
    expect((await run('mclea', modelOptions)).left.data).not.toEqual(first.left.data);
    expect(evaluateAlignment(first, split.test).hits1!).toBeGreaterThan(0.5);
    expect(first.options.modelOptions).toMatchObject(remedy);
    const other = await run('meaformer', { width: 8, fusionOptions: { intermediate: 8 }, ...remedy });
    expect(other.history.loss.at(-1)!).toBeLessThan(other.history.loss[0]!);
  });

  it('clusters are the regions where none are given', async () => {
    const options = { modelOptions: { ...modelOptions, repulsion: 'balanced' }, epochs: 3, seed: 4 };
    const byCount = await trainAligner(task, seeds, { ...options, regions: 5 });
    const byLabels = await trainAligner(task, seeds, {
      ...options,
      regions: entityRegions(task, { clusters: 5, seed: 4 }),
    });
    expect(byLabels.left.data).toEqual(byCount.left.data);
    expect(byCount.options.regions).toBe(5);
  });

  it('a run of weighted, growing seeds goes on from its checkpoint with the same bytes', async () => {
    const weight = seeds.score.map((_, i) => 1 + (i % 3));
    const given = { ...joint, weight, regions: entityRegions(task, { clusters: 4 }) };
    const growing = { iterative: true, iterativeStart: 2, iterativeEvery: 1, iterativeChecks: 2, learningRate: 0.01 };
    const options = { epochs: 9, batchSize: 8, ...growing };
    const fresh = () => buildModel('mclea', inputs, { options: { ...modelOptions, repulsion: 'balanced' }, seed: 3 });
    const [whole, halfway, rest] = [fresh(), fresh(), fresh()];
    const straight = await train(whole, given, options);
    expect(straight.seeds.left.length).toBeGreaterThan(joint.left.length);
    const checkpoint = join(folder, 'resume.bin');
    const stop = new AbortController();
    const onProgress = (event: { done: number }) => void (event.done === 6 && stop.abort());
    const stopped = train(halfway, given, { ...options, checkpoint }, { signal: stop.signal, onProgress });
    await expect(stopped).rejects.toThrow(AbortedError);
    await expect(train(rest, joint, { ...options, checkpoint, resume: true })).rejects.toThrow(/regions/);
    const lighter = { ...given, weight: weight.map((w) => w * w) };
    await expect(train(rest, lighter, { ...options, checkpoint, resume: true })).rejects.toThrow(/another run/);
    await train(rest, given, { ...options, checkpoint, resume: true });
    rest.variables.forEach((v, i) => void expect(v.dataSync()).toEqual(whole.variables[i]!.dataSync()));
    for (const model of [whole, halfway, rest]) model.dispose();
  });

  it('refuses what does not go together, by name', async () => {
    const run = (o: object, given: SeedSet = seeds) => trainAligner(task, given, { epochs: 1, ...o });
    const both = { ...modelOptions, negatives: 'all', repulsion: 'balanced' };
    await expect(run({ modelOptions: both })).rejects.toThrow(OptionError);
    await expect(run({ model: 'eva' }, { ...seeds, weight: seeds.score })).rejects.toThrow(
      /"eva" does not weigh seeds/,
    );
    await expect(run({}, { ...seeds, weight: seeds.score.map(() => -1) })).rejects.toThrow(InputError);
    await expect(run({}, { ...seeds, weight: seeds.score.map(() => 0) })).rejects.toThrow(/all weights are 0/);
    const regions = { left: new Int32Array(3), right: new Int32Array(3), count: 1 };
    await expect(run({ modelOptions: { ...modelOptions, anchors: 'balanced' }, regions })).rejects.toThrow(
      /do not fit/,
    );
  });
});
