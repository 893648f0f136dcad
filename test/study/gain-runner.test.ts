import { describe, expect, it } from 'vitest';
import type { SeedSet } from '../../src/graph/index.js';
import { psqe, psqeStages } from '../../src/seeds/index.js';
import { gainAblations, gainRunner, gainSplit, unpackBits } from '../../src/study/index.js';
import { majority } from '../../src/study/sources/vote.js';
import { plantedTask } from '../support/planted.js';

describe('gainRunner', () => {
  const { task, truth } = plantedTask({ count: 80, noise: 0.5 });
  const pair = { name: 'planted', task, truth, k: 30 };

  it('knows every ablation by another name, and each PSQE row’s options resolve', () => {
    expect(new Set(gainAblations.map((v) => v.name)).size).toBe(gainAblations.length);
    const known = { left: Int32Array.of(0), right: Int32Array.of(0) };
    for (const { name, source, options, links, aligner, weighted } of gainAblations) {
      if (source !== 'psqe' || aligner || weighted) continue;
      const given = { k: 30, ...(links && { links: known }) };
      // Weights are learned in a step before the stages' options are.
      const changed = {
        ...given,
        ...options,
        ...(options && 'weights' in options && options.weights === 'learned' && { weights: { image: 1 } }),
        // These graphs have 80 entities.
        ...(options && 'k' in options && { k: 40 }),
      };
      const same = JSON.stringify(psqeStages(task, changed)) === JSON.stringify(psqeStages(task, given));
      expect(same, name).toBe(options === undefined);
    }
  });

  it('runs a row the same each time, pivots at PSQE’s number, and tests on links that true seeds are not of', async () => {
    const run = gainRunner(pair);
    const ablation = (name: string) => gainAblations.find((v) => v.name === name)!;
    const quick = (name: string) => ({
      ...ablation(name),
      options: { refine: { epochs: 2, rounds: [1], width: 8 } },
    });
    const psqe = await run(quick('psqe'), { seed: 1 });
    const { seconds: _, cpu: __, ...rest } = await run(quick('psqe'), { seed: 1 });
    expect(psqe).toMatchObject(rest);
    const truth30 = await run(ablation('truth30'), { seed: 1 });
    expect(truth30.precision).toBe(1);
    const links = gainSplit(truth).test.left.length;
    expect(unpackBits(truth30.seeded, links).every((mark) => mark === 0)).toBe(true);
    const hits = unpackBits(psqe.hits, links);
    expect(hits.reduce((a, b) => a + b, 0) / links).toBeCloseTo(psqe.hits1, 3);
    expect(psqe.decoded!.csls.test).toBe(psqe.hits1);
    expect((await run(ablation('pivot'), { seed: 1 })).count).toBe(30);
  });

  it('assigns the test links’ ends one to one, which is right more often where features are noisy', async () => {
    const hard = plantedTask({ count: 80, noise: 1 });
    const raw = gainAblations.find((v) => v.name === 'raw')!;
    const { decoded, optimal } = await gainRunner({ ...pair, ...hard })(raw, { seed: 1 });
    expect(optimal!).toBeGreaterThan(decoded!.cosine.test);
    expect(optimal!).toBeLessThan(1);
  });

  it('makes the seeds that a row’s name says', async () => {
    const run = gainRunner(pair);
    const count = async (name: string) => (await run(gainAblations.find((v) => v.name === name)!, { seed: 1 })).count;
    const whole = await count('psqe');
    expect(whole).toBeGreaterThan(30);
    expect(await count('pivot-csls-n')).toBe(whole);
    expect([await count('stage1'), await count('weighted-seeds')]).toEqual([expect.any(Number), whole]);
    expect(await count('stage1')).toBeLessThanOrEqual(30);
    expect(await count('stage2')).toBeLessThanOrEqual(whole);
  });

  it('lets three runs vote', async () => {
    const hard = plantedTask({ count: 80, noise: 3 });
    const quick = { refine: { epochs: 2, rounds: [0.5], width: 8 } };
    const sets: SeedSet[] = [];
    for (const seed of [1, 101, 201]) sets.push((await psqe(hard.task, { k: 30, seed, ...quick })).seeds);
    const agreed = majority(sets).left.length;
    expect(agreed).toBeLessThan(Math.min(...sets.map(({ left }) => left.length)));
    const vote = { ...gainAblations.find((v) => v.name === 'vote')!, options: quick };
    expect((await gainRunner({ ...pair, ...hard })(vote, { seed: 1 })).count).toBe(agreed);
  });

  it('gives PSQE as many true links as a row says, none of them tested on', async () => {
    const hard = plantedTask({ count: 80, noise: 8 });
    const run = gainRunner({ ...pair, ...hard });
    const right = async (name: string) => {
      const row = await run(gainAblations.find((v) => v.name === name)!, { seed: 1 });
      return row.count * row.precision;
    };
    const all = gainSplit(hard.truth).train.left.length;
    expect(all).toBe(24);
    expect(await right('psqe')).toBeLessThan(8);
    expect(await right('links-10')).toBeGreaterThanOrEqual(10 - 0.01);
    expect(await right('links-all')).toBeGreaterThanOrEqual(24 - 0.01);
  });

  it('trains another model than the aligner’s by its own options alone; an unknown aligner is named', async () => {
    const run = gainRunner(pair);
    const pivot = gainAblations.find((v) => v.name === 'pivot')!;
    const changes = (modelOptions: object) => ({ ...pivot, aligner: { model: 'eva', epochs: 1, modelOptions } });
    // EVA has no option "heads", which the small MCLEA sets.
    expect((await run(changes({ widths: [8, 8] }), { seed: 1 })).count).toBe(30);
    await expect(run(changes({ heads: [1] }), { seed: 1 })).rejects.toThrow(/eva: unknown option "heads"/);
    await expect(run(pivot, { seed: 1, aligner: 'smal' })).rejects.toThrow(/Did you mean "small"/);
  });
});
