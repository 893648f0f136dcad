import { describe, expect, test } from 'vitest';
import { endProfile, OptionError, startProfile } from '../../src/base/index.js';
import { useEngine } from '../../src/compute/index.js';
import { linkedQuality } from '../../src/evaluate/index.js';
import { rankMatches } from '../../src/match/index.js';
import { makeSeeds } from '../../src/seeds/index.js';
import { alignGraphs, keepAlignment } from '../../src/study/index.js';
import { costOfPass, fastPasses } from '../../src/study/plan/passes.js';
import { alignmentCost } from '../../src/study/plan/plan.js';
import { syntheticTask } from '../../src/synthetic/index.js';
import { trainAligner } from '../../src/train/index.js';
import { enginesHere } from '../support/engines.js';
import { smallTask } from '../support/small-task.js';
import { variantTask } from '../support/variant-task.js';

const { task, truth } = smallTask(60);

describe('alignGraphs with fast', () => {
  test('gives the matches of the model seu, the same twice', async () => {
    const { matches, embeddings, options, seeds, trained } = await alignGraphs(task, { fast: true, top: 2 });
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    const seu = await trainAligner(task, none, { model: 'seu' });
    expect(embeddings.left.data).toEqual(seu.left.data);
    expect(matches).toEqual(rankMatches(seu, {}, { top: 2 }));
    expect(linkedQuality(matches, truth.links).recall).toBeGreaterThan(0.9);
    expect(options).toMatchObject({ fast: true, confidence: 'plan', seed: 1 });
    expect([seeds.left.length, trained.weights.length]).toEqual([0, 0]);
    expect((await alignGraphs(task, { fast: true, top: 2 })).matches).toEqual(matches);
  });

  test('respects what is known: links are matches, different pairs nowhere', async () => {
    const links = { left: Int32Array.of(0, 1), right: Int32Array.of(truth.links.right[1]!, truth.links.right[0]!) };
    const different = { left: truth.links.left.slice(5, 9), right: truth.links.right.slice(5, 9) };
    const { matches } = await alignGraphs(task, { fast: true, links, different, top: 3, minConfidence: 0.1 });
    expect([...matches.right.slice(0, 2)]).toEqual([...links.right]);
    expect(matches.stage.filter((stage) => stage === 'known')).toHaveLength(2);
    const pairs = new Set(Array.from(matches.left, (l, i) => `${l} ${matches.right[i]}`));
    different.left.forEach((l, i) => {
      expect(pairs.has(`${l} ${different.right[i]}`)).toBe(false);
    });
  });

  test('places variants, and leaves pairs that stay as sure as they were', async () => {
    const { task, truth } = variantTask({});
    const placed = await alignGraphs(task, { fast: true });
    const alone = rankMatches(placed.embeddings, {});
    const quality = (matches: typeof alone) => linkedQuality(matches, truth.links).recall!;
    expect(quality(placed.matches)).toBeGreaterThan(quality(alone) + 0.1);
    const sure = new Map(Array.from(alone.left, (l, i) => [`${l} ${alone.right[i]}`, alone.confidence[i]!]));
    const stayed = [...placed.matches.left.keys()].filter((i) =>
      sure.has(`${placed.matches.left[i]} ${placed.matches.right[i]}`),
    );
    expect(stayed.length).toBeGreaterThan(20);
    for (const i of stayed)
      expect(placed.matches.confidence[i]).toBe(sure.get(`${placed.matches.left[i]} ${placed.matches.right[i]}`));
  });

  test('takes weights, learned ones too', async () => {
    const learned = await alignGraphs(task, { fast: true, weights: 'learned' });
    expect(Object.keys(learned.options.weights as object).sort()).toEqual(['attribute', 'image']);
    const { matches } = await alignGraphs(task, { fast: true, weights: { attribute: 1 } });
    const seeds = await makeSeeds(task, { source: 'seu', weights: { attribute: 1 } });
    expect(matches.left.length).toBeGreaterThan(0);
    expect(seeds.options).toMatchObject({ weights: { attribute: 1 } });
    expect(matches).not.toEqual(learned.matches);
  });

  test('refuses what is about training', async () => {
    await expect(alignGraphs(task, { fast: true, k: 5 })).rejects.toThrow(OptionError);
    await expect(alignGraphs(task, { fast: true, aligner: { epochs: 3 } })).rejects.toThrow(/option "aligner"/);
    const aligned = await alignGraphs(task, { fast: true });
    expect(() => keepAlignment(task, aligned)).toThrow(/nothing to train/);
  });

  test('is planned: one pass over all pairs where the plan is on the best cells', () => {
    const of = (entities: number) => syntheticTask({ entities, widths: { image: 4 } }).task;
    expect(fastPasses(of(300))).toMatchObject([{ step: 'matches', looks: 16 }]);
    expect(fastPasses(of(4100))).toMatchObject([{ step: 'matches', looks: 1, products: 1 }]);
    const machine = { rate: 1e10, threads: 2, free: 1 };
    const [fast, full] = [alignmentCost(of(4100), machine, true), alignmentCost(of(4100), machine)];
    expect(fast.steps.map(({ step }) => step)).toEqual(['matches', 'features and the rest']);
    expect(fast.seconds).toBeLessThan(full.seconds / 3);
  });

  test.runIf(enginesHere().includes('wasm'))('makes the products that are planned', async () => {
    useEngine({ engine: 'wasm' });
    const { task } = syntheticTask({ entities: 4100, widths: { image: 4 } });
    startProfile();
    await alignGraphs(task, { fast: true });
    const made = endProfile().reduce((sum, { flops }) => sum + flops, 0);
    const planned = fastPasses(task).reduce((sum, pass) => sum + costOfPass(pass, 4100, 4100).flops, 0);
    expect(made / planned).toBeGreaterThan(0.99);
    expect(made / planned).toBeLessThan(1.05);
  });
});
