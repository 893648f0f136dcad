import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AbortedError, DataError, InputError, OptionError } from '../../src/base/index.js';
import { type Matrix, row } from '../../src/compute/index.js';
import { evaluateAlignment, splitLinks } from '../../src/evaluate/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { buildModel, type Model, modelInputs } from '../../src/models/index.js';
import { train, trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask();
const split = splitLinks(truth, { seed: 2, test: 0.6 });
const seeds = { ...split.train, score: new Float32Array(split.train.left.length).fill(1) };
const inputs = modelInputs(task);
const joint = { left: seeds.left, right: seeds.right.map((row) => row + inputs.leftCount) };
const modelOptions = { width: 8, modalityWidth: 6 };
const folder = mkdtempSync(join(tmpdir(), 'psqe-train-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fresh = () => buildModel('mclea', inputs, { options: modelOptions, seed: 3 });
const bytesOf = (model: Model) => model.variables.map((v) => Buffer.from(v.dataSync().slice().buffer).toString('hex'));

/** Cosine of a left and a right row. */
const similarity = ({ left, right }: { left: Matrix; right: Matrix }, i: number, j: number) =>
  row(left, i).reduce((sum, x, d) => sum + x * row(right, j)[d]!, 0);

describe('trainAligner', () => {
  it('learns: entities it was told nothing about find their partners', async () => {
    const result = await trainAligner(task, seeds, { modelOptions, epochs: 60, learningRate: 0.01, seed: 1 });
    expect(result.history.loss.at(-1)!).toBeLessThan(0.5 * result.history.loss[0]!);
    expect(evaluateAlignment(result, split.test).hits1!).toBeGreaterThan(0.8);
    const norms = Array.from({ length: result.left.rows }, (_, i) =>
      Math.hypot(...result.left.data.subarray(i * result.left.cols, (i + 1) * result.left.cols)),
    );
    for (const norm of norms) expect(norm).toBeCloseTo(1, 5);
    expect(result.options).toMatchObject({ model: 'mclea', epochs: 60, modelOptions: { width: 8, missing: 'mask' } });
  });

  it('sets models without training beside it: the similarity is the mean of all', async () => {
    const o = { modelOptions, epochs: 2, seed: 3 };
    const [alone, seu, both] = [
      await trainAligner(task, seeds, o),
      await trainAligner(task, seeds, { model: 'seu', seed: 3 }),
      await trainAligner(task, seeds, { ...o, beside: ['seu'] }),
    ];
    const mean = (pairs: readonly [number, number][], of: typeof alone) => pairs.map(([i, j]) => similarity(of, i, j));
    const pairs: [number, number][] = [
      [0, 0],
      [1, 5],
      [7, 2],
    ];
    mean(pairs, both).forEach((each, p) => {
      expect(each).toBeCloseTo((mean(pairs, alone)[p]! + mean(pairs, seu)[p]!) / 2, 5);
    });
    expect(both.left.cols).toBe(alone.left.cols + seu.left.cols);
    expect(both.options.beside).toEqual(['seu']);
    await expect(trainAligner(task, seeds, { ...o, beside: ['eva'] })).rejects.toThrow(/to be trained/);
    await expect(trainAligner(task, seeds, { ...o, beside: ['sue'] })).rejects.toThrow(/seu/);
  });

  it('gives the same bytes for the same seed, others for another', async () => {
    const run = async (seed: number) => (await trainAligner(task, seeds, { modelOptions, epochs: 4, seed })).left.data;
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });

  it('takes the same steps however many batches are held at once', async () => {
    const run = (batchesAtOnce: number) =>
      trainAligner(task, seeds, { modelOptions, epochs: 4, batchSize: 3, batchesAtOnce });
    const [whole, parts] = [await run(1000), await run(2)];
    expect(Math.ceil(seeds.left.length / 3)).toBeGreaterThan(4);
    parts.history.loss.forEach((loss, i) => {
      expect(loss).toBeCloseTo(whole.history.loss[i]!, 3);
    });
    parts.left.data.forEach((value, i) => {
      expect(value).toBeCloseTo(whole.left.data[i]!, 3);
    });
  });

  it('leaves no tensor behind', async () => {
    await trainAligner(task, seeds, { modelOptions, epochs: 2 });
    const before = tf.memory().numTensors;
    await trainAligner(task, seeds, { modelOptions, epochs: 5, batchSize: 8 });
    await trainAligner(task, seeds, { modelOptions: { ...modelOptions, missing: 'draw' }, epochs: 2, step: 'batch' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses what it cannot train on, by name', async () => {
    const none = { left: new Int32Array(), right: new Int32Array(), score: new Float32Array() };
    await expect(trainAligner(task, none)).rejects.toThrow(DataError);
    await expect(trainAligner(task, seeds, { model: 'mlcea' })).rejects.toThrow(/Did you mean "mclea"/);
    await expect(trainAligner(task, seeds, { epoch: 3 } as object)).rejects.toThrow(OptionError);
    await expect(trainAligner(task, seeds, { modelOptions: { widht: 3 } })).rejects.toThrow(/Did you mean "width"/);
    const outside = { ...seeds, left: seeds.left.map(() => 999) };
    await expect(trainAligner(task, outside)).rejects.toThrow(InputError);
  });
});

describe('train', () => {
  it('makes no tensor that outlives its epoch', async () => {
    const model = fresh();
    const counts: number[] = [];
    const onProgress = () => counts.push(tf.memory().numTensors);
    await train(model, joint, { epochs: 6, batchSize: 8 }, { onProgress });
    expect(new Set(counts).size).toBe(1);
    model.dispose();
  });

  it.each([
    { step: 'epoch' },
    { step: 'batch', schedule: 'cosine', warmup: 0.2, clipNorm: 1 },
    { iterative: true, iterativeStart: 2, iterativeEvery: 1, iterativeChecks: 2, learningRate: 0.01 },
  ] as const)('resumed from a checkpoint gives the bytes of a run without a break (%j)', async (settings) => {
    const checkpoint = join(folder, 'resume.bin');
    const options = { epochs: 9, batchSize: 8, ...settings };
    const whole = fresh();
    const straight = await train(whole, joint, options);
    const stop = new AbortController();
    const halfway = fresh();
    const onProgress = (event: { done: number }) => void (event.done === 5 && stop.abort());
    const stopped = train(halfway, joint, { ...options, checkpoint }, { signal: stop.signal, onProgress });
    await expect(stopped).rejects.toThrow(AbortedError);
    const rest = fresh();
    const resumed = await train(rest, joint, { ...options, checkpoint, resume: true });
    expect(bytesOf(rest)).toEqual(bytesOf(whole));
    expect(resumed.history).toEqual(straight.history);
    expect(resumed.seeds).toEqual(straight.seeds);
    if ('iterative' in settings) expect(resumed.seeds.left.length).toBeGreaterThan(joint.left.length);
    for (const model of [whole, halfway, rest]) model.dispose();
    rmSync(checkpoint);
  });

  it('keeps the epochs done when stopped', async () => {
    const stop = new AbortController();
    const [model, twice] = [fresh(), fresh()];
    const onProgress = (event: { done: number }) => void (event.done === 2 && stop.abort());
    await expect(train(model, joint, { epochs: 50 }, { signal: stop.signal, onProgress })).rejects.toThrow(
      AbortedError,
    );
    await train(twice, joint, { epochs: 2 });
    expect(bytesOf(model)).toEqual(bytesOf(twice));
    model.dispose();
    twice.dispose();
  });

  it('does not go on from a checkpoint of other data', async () => {
    const checkpoint = join(folder, 'data.bin');
    const o = { modelOptions, epochs: 2, seed: 3, checkpoint, resume: true };
    await trainAligner(task, seeds, o);
    await trainAligner(task, seeds, { ...o, epochs: 3 });
    const { values, known } = task.left.features.get('image')!;
    const changed = new Float32Array(values.data);
    changed[0]! += 1;
    const features = new Map(task.left.features).set('image', { values: { ...values, data: changed }, known });
    const { name, modalities, right } = task;
    const left = new MultimodalGraph({ ...task.left, features });
    const other = new AlignmentTask({ name, left, right, modalities });
    await expect(trainAligner(other, seeds, { ...o, epochs: 4 })).rejects.toThrow(/another run/);
  });

  it('refuses a checkpoint that is cut off, foreign, or of another run', async () => {
    const checkpoint = join(folder, 'bad.bin');
    const model = fresh();
    await train(model, joint, { epochs: 1, checkpoint });
    const file = readFileSync(checkpoint);
    const resume = (more: object = {}) => train(model, joint, { epochs: 2, checkpoint, resume: true, ...more });
    await expect(resume({ learningRate: 0.1 })).rejects.toThrow(/another run/);
    writeFileSync(checkpoint, file.subarray(0, file.length - 4));
    await expect(resume()).rejects.toThrow(/cut off/);
    writeFileSync(checkpoint, Buffer.concat([Buffer.from('psqe checkpoint 1\n'), file.subarray(18)]));
    await expect(resume()).rejects.toThrow(/of another version/);
    writeFileSync(checkpoint, 'left\tright\n');
    await expect(resume()).rejects.toThrow(InputError);
    await expect(train(model, joint, { resume: true })).rejects.toThrow(OptionError);
    model.dispose();
  });

  it('notices one flipped bit, wherever it is', async () => {
    const checkpoint = join(folder, 'flipped.bin');
    const model = fresh();
    await train(model, joint, { epochs: 1, checkpoint });
    const file = readFileSync(checkpoint);
    const before = bytesOf(model);
    const bits = fc.integer({ min: 0, max: 8 * file.length - 1 });
    await fc.assert(
      fc.asyncProperty(bits, async (bit) => {
        const damaged = Buffer.from(file);
        damaged[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(checkpoint, damaged);
        await expect(train(model, joint, { epochs: 2, checkpoint, resume: true })).rejects.toThrow(InputError);
      }),
    );
    expect(bytesOf(model)).toEqual(before);
    model.dispose();
  });

  it('an entity is in one seed at most after iterative learning', async () => {
    const model = fresh();
    const o = { iterative: true, iterativeStart: 2, iterativeEvery: 1, iterativeChecks: 2, learningRate: 0.01 };
    const { seeds: grown } = await train(model, joint, { epochs: 12, ...o });
    for (const side of [grown.left, grown.right]) expect(new Set(side).size).toBe(side.length);
    expect(grown.left.subarray(0, joint.left.length)).toEqual(joint.left);
    model.dispose();
  });
});
