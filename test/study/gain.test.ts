import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, test } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import type { SeedSet } from '../../src/graph/index.js';
import { psqe, psqeStages } from '../../src/seeds/index.js';
import { keptGain } from '../../src/study/gain/record.js';
import {
  clusterGroups,
  decoderCells,
  decoderHead,
  decoderTable,
  effectOrder,
  type GainRecord,
  gainAblations,
  gainEffects,
  gainFile,
  gainGroups,
  gainRecords,
  gainRunner,
  gainSplit,
  gainTable,
  packBits,
  unpackBits,
} from '../../src/study/index.js';
import { addLines, readLines } from '../../src/study/kept.js';
import { majority } from '../../src/study/sources/vote.js';
import { plantedTask } from '../support/planted.js';

const folder = mkdtempSync(join(tmpdir(), 'psqe-gain-'));
afterAll(() => rmSync(folder, { recursive: true }));

const record = (variant: string, seed: number, hits: number[], seeded: number[] = [0, 0, 0, 0, 0]): GainRecord => ({
  pair: 'p',
  variant,
  aligner: 'small',
  seed,
  k: 3,
  count: 4,
  precision: 0.5,
  kl: { cluster: 0, degree: 0 },
  gini: 0,
  coverage: { '0': 0, '1': 1, '2': 1 },
  hits1: hits.reduce((a, b) => a + b, 0) / hits.length,
  hits10: 1,
  mrr: 1,
  reverseHits1: 1,
  hits: packBits(hits),
  seeded: packBits(seeded),
  seconds: { seeds: 1, aligner: 1 },
  made: { engine: 'native', threads: 2, node: '20', commit: null, task: 'x' },
});

describe('records of the gain study', () => {
  it('pack marks and give them back', () => {
    expect(packBits([1, 0, 0, 1, 1])).toBe('98');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1)), (marks) => {
        expect([...unpackBits(packBits(marks), marks.length)]).toEqual(marks);
      }),
    );
  });

  it('are kept once a run, in one order, and read back', () => {
    const path = join(folder, 'p.jsonl');
    expect(readLines(path, keptGain)).toEqual([]);
    const [a, b, later] = [record('psqe', 2, [1, 0]), record('pivot', 1, [0, 0]), record('psqe', 2, [1, 1])];
    addLines(path, [a, b, later], keptGain);
    expect(readLines(path, keptGain)).toEqual([b, later]);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"pair":"p"}\n`);
    expect(() => readLines(path, keptGain)).toThrow(InputError);
    expect(() => readLines(path, keptGain)).toThrow(/p\.jsonl:3/);
  });
});

describe('gainTable', () => {
  // Two random seeds, five links; by hand.
  const records = [
    record('psqe', 1, [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]),
    record('psqe', 2, [1, 1, 1, 1, 0], [1, 0, 0, 0, 0]),
    record('pivot', 1, [1, 0, 0, 0, 1], [0, 1, 0, 0, 0]),
    record('pivot', 2, [1, 0, 0, 0, 0], [0, 1, 0, 0, 0]),
  ];
  const groups = { links: 5, marks: { all: Uint8Array.of(1, 1, 1, 1, 1), last: Uint8Array.of(0, 0, 0, 1, 1) } };

  it('pairs rows by random seed, and looks at groups and at links that are seeds nowhere', () => {
    const [psqe, pivot] = gainTable(records, { against: 'psqe', groups });
    expect(psqe).toMatchObject({ ablation: 'psqe', runs: 2, effects: { last: { hits1: { mean: 0.25 } } } });
    expect(psqe!.effects.all!.hits1.mean).toBeCloseTo(0.7, 9);
    expect(psqe!.effects.all!.effect).toBeNull();
    expect(pivot!.effects.all!.effect!.mean).toBeCloseTo((-0.2 - 0.6) / 2, 9);
    // Links 2, 3, 4 are seeds in neither: psqe hits 1 and 2 of 3, the pivot 1 and 0; links 1 to 4 are none of psqe's own.
    expect(psqe!.unseeded).toMatchObject({ links: 4, effect: null });
    expect(psqe!.unseeded!.hits1).toBeCloseTo((2 / 4 + 3 / 4) / 2, 9);
    expect(pivot!.unseeded!.links).toBe(3);
    expect(pivot!.unseeded!.hits1).toBeCloseTo(1 / 6, 9);
    // Differences 0 and -2/3.
    const { mean, low, high } = pivot!.unseeded!.effect!;
    expect([mean, low, high].map((x) => Number(x!.toFixed(3)))).toEqual([-0.333, -4.569, 3.902]);
  });

  it('leaves out runs that cannot be paired', () => {
    expect(() => gainTable(records, { against: 'none', groups })).toThrow(DataError);
    const odd = [...records, record('pivot', 3, [1, 1, 1, 1, 1])];
    expect(gainTable(odd, { against: 'psqe', groups })).toEqual(gainTable(records, { against: 'psqe', groups }));
  });
});

describe('decoderTable', () => {
  const decoded = (csls: number, sinkhorn: number) => ({
    cosine: { test: 0, all: 0 },
    csls: { test: csls, all: csls / 2 },
    sinkhorn: { test: sinkhorn, all: sinkhorn / 2 },
  });
  const run = (variant: string, seed: number, csls: number, sinkhorn: number, cpu: number) => ({
    ...record(variant, seed, [1, 0, 0, 0, 0]),
    decoded: decoded(csls, sinkhorn),
    cpu: { seeds: cpu, aligner: 2 * cpu },
  });

  it('pairs Hits@1 of each decoder by random seed, and leaves out records without them', () => {
    const records = [
      run('psqe', 1, 0.5, 0.6, 1),
      run('psqe', 2, 0.7, 0.8, 3),
      run('seu', 1, 0.6, 0.5, 1),
      { ...run('seu', 2, 0.8, 0.9, 1), optimal: 0.7 },
      run('seu', 3, 1, 1, 1),
      record('psqe', 3, [1, 1, 1, 1, 1]),
    ];
    const [psqe, seu] = decoderTable(records, 'psqe');
    expect(psqe).toMatchObject({ ablation: 'psqe', runs: 2, cpu: { seeds: 2, aligner: 4 } });
    expect(psqe!.hits1['csls test'].own.mean).toBeCloseTo(0.6, 9);
    expect(psqe!.hits1['sinkhorn all'].own.mean).toBeCloseTo(0.35, 9);
    expect(psqe!.hits1['csls test'].effect).toBeNull();
    expect(seu!.runs).toBe(2);
    expect(seu!.hits1['csls test'].effect!.mean).toBeCloseTo(0.1, 9);
    expect(seu!.hits1['sinkhorn test'].effect!.mean).toBeCloseTo(0, 9);
    // Differences of −.1 and .1: t of one degree of freedom, 12.706.
    expect(seu!.hits1['sinkhorn test'].effect!.high).toBeCloseTo(1.2706, 3);
    expect([psqe!.optimal, seu!.optimal]).toEqual([null, 0.7]);
    expect(decoderCells(seu!).length).toBe(decoderHead('psqe').length);
    expect(() => decoderTable(records, 'lightea')).toThrow(DataError);
  });
});

describe('gainEffects', () => {
  const groups = { links: 5, marks: { all: Uint8Array.of(1, 1, 1, 1, 1), last: Uint8Array.of(0, 0, 0, 1, 1) } };
  // The pivot's third run has no partner; "once" has one run.
  const records = [
    record('psqe', 1, [1, 1, 1, 0, 0]),
    record('psqe', 2, [1, 1, 1, 1, 0]),
    record('pivot', 2, [1, 0, 0, 0, 0]),
    record('pivot', 1, [1, 0, 0, 0, 1]),
    record('pivot', 3, [1, 1, 1, 1, 1]),
    record('once', 2, [0, 0, 0, 1, 1]),
    record('alone', 9, [1, 1, 1, 1, 1]),
  ];
  const effects = gainEffects(records, { against: 'psqe', groups });
  const of = (ablation: string, group: string) => effects.find((e) => e.ablation === ablation && e.group === group)!;

  it('pairs by random seed, in every group', () => {
    expect(of('pivot', 'all')).toMatchObject({ runs: 2, links: 5 });
    expect(of('pivot', 'last')).toMatchObject({ runs: 2, links: 2 });
    expect(of('pivot', 'all').hits1.mean).toBeCloseTo((2 / 5 + 1 / 5) / 2, 9);
    // Differences -.2 and -.6; t for one degree of freedom is 12.7062.
    const { mean, low, high } = of('pivot', 'all').effect!;
    expect([mean, low, high].map((x) => Number(x!.toFixed(3)))).toEqual([-0.4, -2.941, 2.141]);
    expect(of('pivot', 'last').effect!.mean).toBeCloseTo((1 / 2 - 0 + (0 - 1 / 2)) / 2, 9);
  });

  it('gives one run no interval, the ablation itself no effect, and leaves out what cannot be paired', () => {
    expect(of('once', 'last').effect).toEqual({ mean: 0.5, low: null, high: null });
    expect(of('psqe', 'all').effect).toBeNull();
    expect(effects.some((e) => e.ablation === 'alone')).toBe(false);
    expect(() => gainEffects(records, { against: 'none', groups })).toThrow(DataError);
  });

  it('groups test links by degree and kind; without kinds by degree alone', () => {
    const { task, truth } = plantedTask({ count: 80, noise: 0.5 });
    const { links, marks } = gainGroups(task, truth);
    const sizes = Object.entries(marks).map(([name, each]) => [name, each.reduce((a, b) => a + b, 0)] as const);
    expect(sizes[0]).toEqual(['all', links]);
    expect(links).toBe(gainSplit(truth).test.left.length);
    expect(sizes.slice(1).reduce((sum, [, size]) => sum + size, 0)).toBe(links);
    expect(Object.keys(marks)).not.toContain('skin-toned');
  });

  it('groups test links by cluster, without clusters of few', () => {
    const { task, truth } = plantedTask({ count: 80, noise: 0.5 });
    const total = (marks: Uint8Array) => marks.reduce((a, b) => a + b, 0);
    const every = clusterGroups(task, truth, { clusters: 4, least: 1 });
    expect(Object.values(every.marks).reduce((sum, marks) => sum + total(marks), 0)).toBe(every.links);
    const largest = Math.max(...Object.values(every.marks).map(total));
    const some = clusterGroups(task, truth, { clusters: 4, least: largest });
    const kept = Object.entries(every.marks).filter(([, marks]) => total(marks) === largest);
    expect(some).toEqual({ links: every.links, marks: Object.fromEntries(kept) });
  });
});

describe('gainRecords', () => {
  it('says which pairs there are, or how to make some', () => {
    expect(() => gainRecords('xx:none,yy:none')).toThrow(/no stored records of the pair "xx:none,yy:none"/);
    expect(gainFile('fr:openmoji,it:fluent')).toMatch(/data.gain.fr-openmoji-it-fluent\.jsonl$/);
  });
});

test('gainEffects says what is missing', () => {
  const groups = { links: 5, marks: { all: Uint8Array.of(1, 1, 1, 1, 1) } };
  expect(() => gainEffects([], { against: 'psqe', groups })).toThrow(/there are no records\. Run each ablation/);
  const one = [record('pivot', 1, [1, 0, 0, 0, 0])];
  expect(() => gainEffects(one, { against: 'psqe', groups })).toThrow(/no runs of "psqe"/);
});

describe('majority', () => {
  it('is what two of three sets have, one-to-one, with the mean score of those that have it', () => {
    const set = (rows: readonly number[], score: number) => ({
      left: Int32Array.from(rows, (_, i) => i),
      right: Int32Array.from(rows),
      score: new Float32Array(rows.length).fill(score),
    });
    const voted = majority([set([0, 1, 2], 1), set([0, 2, 1], 0.5), set([3, 1, 0], 0)]);
    expect(voted).toEqual({ left: Int32Array.of(0, 1), right: Int32Array.of(0, 1), score: Float32Array.of(0.75, 0.5) });
    const permutation = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    fc.assert(
      fc.property(permutation, permutation, permutation, (a, b, c) => {
        const { left, right } = majority([set(a, 1), set(b, 1), set(c, 1)]);
        expect(new Set(left).size + new Set(right).size).toBe(2 * left.length);
        const agreed = a.map((_, i) => [a, b, c].some((x, s, all) => all.some((y, t) => t !== s && y[i] === x[i])));
        expect(left.length).toBe(agreed.filter(Boolean).length);
      }),
    );
  });
});

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

test('ablations are ordered by their effect in the first group, without the one that all are compared with', () => {
  const row = (ablation: string, group: string, mean: number | null) => ({
    ...{ ablation, group, runs: 1, mark: '', links: 9 },
    hits1: { mean: 0.5, low: null, high: null },
    effect: mean === null ? null : { mean, low: null, high: null },
  });
  const rows = [
    row('psqe', 'all', null),
    row('a', 'all', 0.1),
    row('b', 'all', -0.2),
    row('b', 'few', 1),
    row('c', 'few', 0),
  ];
  expect(effectOrder(rows)).toEqual(['b', 'a']);
  expect(effectOrder([])).toEqual([]);
});
