import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, vi } from 'vitest';
import { AbortedError, DataError, type ProgressEvent } from '../../src/base/index.js';
import { checkSeeds } from '../../src/graph/index.js';
import { presets, type RefineOptions, refineSeeds } from '../../src/seeds/index.js';
import { plantedTask, precision } from '../support/planted.js';
import { pairs, small, trueSeeds } from './refine-cases.js';

describe('refineSeeds', () => {
  it('finds the partners of entities it was told nothing about', async () => {
    const { task, truth } = plantedTask({ noise: 0.6 });
    const before = tf.memory().numTensors;
    const given = trueSeeds(truth, 40);
    const { seeds, embeddings, history, rounds, options } = await refineSeeds(task, given, small);
    checkSeeds(seeds, task);
    expect(seeds.left.length).toBeGreaterThan(80);
    expect(precision(seeds, truth)).toBeGreaterThan(0.85);
    expect(rounds.map((round) => round.trained)).toEqual(
      [...rounds.map((round) => round.trained)].sort((a, b) => a - b),
    );
    expect(rounds.at(-1)!.found).toBe(seeds.left.length);
    expect(history.loss).toHaveLength(20 * rounds.length);
    expect(history.loss[19]!).toBeLessThan(history.loss[0]! / 2);
    expect([...embeddings.keys()]).toEqual(['structure', 'image', 'attribute', 'relation']);
    for (const { left, right } of embeddings.values())
      for (const m of [left, right]) {
        expect([m.rows, m.cols]).toEqual([120, 16]);
        for (let i = 0; i < m.rows; i++)
          expect(Math.hypot(...m.data.subarray(i * m.cols, (i + 1) * m.cols))).toBeCloseTo(1, 4);
      }
    expect(options).toMatchObject({ ...small, csls: 10, flood: { rounds: 4, csls: 10 }, correct: null });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is the same each time, another with another seed', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 1 });
    const run = (seed: number) => refineSeeds(task, trueSeeds(truth, 20), { ...small, seed });
    const [a, b, c] = [await run(1), await run(1), await run(2)];
    expect(b.seeds).toEqual(a.seeds);
    expect(b.history).toEqual(a.history);
    expect(c.history).not.toEqual(a.history);
  });

  it('adds with the reference’s settings, in order of arrival, and corrects hard', async () => {
    const { task, truth } = plantedTask({ count: 80 });
    const { refine } = presets.reference.stages({ k: 60, seed: 1, weights: presets.reference.weights });
    const given = trueSeeds(truth, 20);
    const { seeds } = await refineSeeds(task, given, { ...refine, ...small, correct: null });
    expect([...seeds.left.subarray(0, 20)]).toEqual([...given.left]);
    expect(seeds.left.length).toBeGreaterThan(20);
    expect(seeds.left.length).toBeLessThanOrEqual(80);
    const corrected = await refineSeeds(task, given, { ...refine, ...small });
    expect(corrected.seeds.left.length).toBeLessThanOrEqual(seeds.left.length);
    expect(precision(corrected.seeds, truth)).toBeGreaterThanOrEqual(precision(seeds, truth));
  });

  it.each([
    ['pictures', { image: 16, attribute: 8 }, ['image', 'attribute']],
    ['names in the image’s place', { name: 16, attribute: 8 }, ['name', 'attribute']],
    ['all that is known', { attribute: 12, relation: 8 }, ['structure', 'attribute', 'relation']],
  ])('can send features through the graph: %s', async (_, widths, parts) => {
    const { task, truth } = plantedTask({ count: 80, widths: widths as Record<string, number> });
    const { seeds, embeddings } = await refineSeeds(task, trueSeeds(truth, 30), { ...small, graphInput: 'features' });
    expect([...embeddings.keys()]).toEqual(parts);
    expect(seeds.left.length).toBeGreaterThan(45);
    expect(precision(seeds, truth)).toBeGreaterThan(0.8);
  });

  it('keeps the seeds when asked, and lets only pairs join that touch none of them', async () => {
    const { task, truth } = plantedTask({ count: 80, noise: 0.8 });
    const given = trueSeeds(truth, 30);
    const { seeds, rounds } = await refineSeeds(task, given, { ...small, keep: true, rounds: [0.5, 1] });
    const partner = new Map([...seeds.left].map((l, i) => [l, seeds.right[i]!]));
    given.left.forEach((l, i) => {
      expect(partner.get(l)).toBe(given.right[i]);
    });
    expect(seeds.left.length).toBeGreaterThan(40);
    checkSeeds(seeds, task);
    expect(rounds.map(({ found }) => found).at(-1)).toBe(seeds.left.length);
  });

  it('expands the pairs of each round when asked, into pairs that touch none of them', async () => {
    const { task, truth } = plantedTask({ count: 80, noise: 1.5 });
    const run = (o: RefineOptions) => refineSeeds(task, trueSeeds(truth, 20), { ...small, rounds: [0.5], ...o });
    const [plain, more] = [await run({}), await run({ expand: {}, learned: 2 })];
    checkSeeds(more.seeds, task);
    const same = await run({ learned: 2 });
    expect(more.seeds.left.length).toBeGreaterThan(same.seeds.left.length);
    expect(pairs(more.seeds)).toEqual(expect.arrayContaining(pairs(same.seeds)));
    expect(more.options.expand).toMatchObject({ pick: 'mutual', learned: 2 });
    expect(more.rounds).toEqual([{ trained: plain.rounds[0]!.trained, found: more.seeds.left.length }]);
  });

  it('trains on pairs that joined in the end, and on known links always', async () => {
    const { task, truth } = plantedTask({ count: 80, noise: 1.5 });
    const links = trueSeeds(truth, 10);
    const run = (expand: RefineOptions['expand'], rounds: number[]) =>
      refineSeeds(task, trueSeeds(truth, 20), { ...small, expand, links, raw: 0, rounds });
    const [plain, more] = [await run(null, [0.5, 1]), await run({}, [0.5, 1])];
    expect(more.options.expand!.raw).toBe(0);
    expect(more.rounds[0]!.found).toBeGreaterThan(plain.rounds[0]!.found);
    expect(more.rounds[1]!.trained).toBe(more.rounds[0]!.found);
    expect(pairs(more.seeds)).toEqual(expect.arrayContaining(pairs(links)));
    const stop = new AbortController();
    const onProgress = (e: ProgressEvent) => e.task === 'stage 2, neighbours' && stop.abort();
    const stopped = refineSeeds(
      task,
      links,
      { ...small, rounds: [1], expand: {} },
      { signal: stop.signal, onProgress },
    );
    await expect(stopped).rejects.toBeInstanceOf(AbortedError);
  });

  it('takes the surest of each region when asked', async () => {
    const { task, truth } = plantedTask({ count: 80, noise: 1 });
    const run = (curriculumRegions: number) =>
      refineSeeds(task, trueSeeds(truth, 20), { ...small, epochs: 2, rounds: [0.3], curriculumRegions });
    expect((await run(4)).history.loss).not.toEqual((await run(0)).history.loss);
  });

  it('picks without the encoder at learned 0, without raw features at raw 0', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 1 });
    const given = trueSeeds(truth, 20);
    const run = (o: RefineOptions) => refineSeeds(task, given, { ...small, rounds: [1], ...o }).then((r) => r.seeds);
    expect(await run({ learned: 0, width: 8 })).toEqual(await run({ learned: 0, width: 16 }));
    expect(await run({ width: 8 })).not.toEqual(await run({ width: 16 }));
    const alone = { raw: 0, flood: null } as const;
    expect(await run({ ...alone, missing: 'zero' })).toEqual(await run(alone));
  });

  it('takes a missing picture as told', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 1, missingEvery: 3 });
    const run = (missing: 'spread' | 'zero') =>
      refineSeeds(task, trueSeeds(truth, 20), { ...small, rounds: [1], flood: null, learned: 0, missing });
    expect((await run('zero')).seeds).not.toEqual((await run('spread')).seeds);
  });

  it('chooses the surest by margin or by score, weights pairs, and uses its negatives as told', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 1 });
    const loss = async (o: RefineOptions) =>
      (await refineSeeds(task, trueSeeds(truth, 20), { ...small, epochs: 3, rounds: [0.5], ...o })).history.loss[0];
    const plain = await loss({});
    for (const o of [
      { curriculum: 'score' },
      { confidence: 'margin' },
      { negatives: 'all' },
      { repulsion: 'balanced' },
    ] as RefineOptions[])
      expect(await loss(o), JSON.stringify(o)).not.toBe(plain);
    // Given seeds have no margin: without flooding the first round goes by score.
    expect(await loss({ flood: null })).toBe(await loss({ flood: null, curriculum: 'score' }));
  });

  it('refuses what the loss of plain embeddings does not know', async () => {
    const { task, truth } = plantedTask({ count: 20 });
    for (const [name, o] of [
      ['negatives', { negatives: 'all' }],
      ['anchors', { anchors: 'balanced' }],
      ['confidence', { confidence: 'margin' }],
    ] as const)
      await expect(refineSeeds(task, trueSeeds(truth, 5), { ...o, normalize: false })).rejects.toThrow(
        `refineSeeds: option "${name}": has no effect on embeddings that are not unit. Set normalize: true`,
      );
  });

  it.each([
    ['negatives', { negative: 'all' }, /unknown option "negative".*Did you mean "negatives"/],
    ['loss', { loss: 'icll' }, /option "loss".*unknown loss "icll".*Did you mean "icl"/],
    ['a loss that does not weigh', { loss: 'icl', confidence: 'margin' }, /option "loss".*does not weigh pairs/],
    ['a loss that does not balance', { loss: 'icl', repulsion: 'balanced' }, /option "loss".*weighs neither/],
    ['expand', { expand: { correct: {} } }, /refineSeeds: expand: unknown option "correct"/],
    ['confidence', { expand: {}, confidence: 'margin' }, /option "confidence".*have no margin/],
    ['raw', { raw: 0, learned: 0, flood: null }, /refineSeeds: option "raw".*nothing is compared/],
    ['raw of expansion', { expand: { raw: 0, learned: 0 } }, /refineSeeds: expand: option "raw".*nothing is compared/],
    ['ownLayers', { graphInput: 'features', ownLayers: ['image'] }, /"image" goes through the graph/],
  ])('refuses before any work what does nothing: %s', async (_, o, message) => {
    const { task, truth } = plantedTask({ count: 20 });
    const begun = vi.fn();
    const run = refineSeeds(task, trueSeeds(truth, 5), { ...small, ...(o as RefineOptions) }, { onProgress: begun });
    await expect(run).rejects.toThrow(message);
    expect(begun).not.toHaveBeenCalled();
  });

  it('weighs all pairs alike where none has a margin', async () => {
    const { task, truth } = plantedTask({ count: 40, constant: true });
    const run = (confidence: 'margin' | 'none') =>
      refineSeeds(task, trueSeeds(truth, 10), { ...small, epochs: 2, rounds: [1], confidence });
    const { history } = await run('margin');
    expect(history.loss.every(Number.isFinite)).toBe(true);
  });

  it('works where pictures are missing', async () => {
    const { task, truth } = plantedTask({ missingEvery: 4 });
    const { seeds } = await refineSeeds(task, trueSeeds(truth, 40), small);
    expect(precision(seeds, truth)).toBeGreaterThan(0.8);
  });

  it('reports progress, stops on request, and wants seeds', async () => {
    const { task, truth } = plantedTask({ count: 40 });
    const events: ProgressEvent[] = [];
    await refineSeeds(task, trueSeeds(truth, 10), small, { onProgress: (e) => events.push(e) });
    expect(new Set(events.map((e) => e.task)).size).toBeGreaterThan(1);
    const epochs = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(events.filter((e) => e.total === 20).map((e) => e.done)).toEqual(Array(7).fill(epochs).flat());
    const stop = new AbortController();
    const stopped = refineSeeds(task, trueSeeds(truth, 10), small, {
      signal: stop.signal,
      onProgress: (e) => e.task.startsWith('train') && e.done === 5 && stop.abort(),
    });
    await expect(stopped).rejects.toBeInstanceOf(AbortedError);
    await expect(refineSeeds(task, trueSeeds(truth, 0), small)).rejects.toBeInstanceOf(DataError);
  });
});
