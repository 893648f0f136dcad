import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/base/index.js';
import { random } from '../../src/compute/index.js';
import { seedQuality, splitLinks } from '../../src/evaluate/index.js';
import { psqe } from '../../src/seeds/index.js';
import { klDivergence } from '../../src/stats/index.js';
import { plantedSeeds, syntheticTask } from '../../src/synthetic/index.js';
import {
  byHits,
  fitRegionHits,
  predictionAccount,
  type RegionOutcome,
  regionEase,
  regionOutcomes,
  rSquared,
  stageAccounts,
  stagesOf,
} from '../../src/theory/index.js';
import { trainAligner } from '../../src/train/index.js';

describe('T5, the account of a run', () => {
  it('says of planted seeds what was planted', () => {
    const { task, truth, regions } = syntheticTask({ entities: 400, regions: 4 });
    const partner = truth.rightOf(400);
    const planted = plantedSeeds(truth, regions, { k: 100, shares: [4, 3, 2, 1], precision: [1, 0.5, 0.5, 0] });
    const [account] = stageAccounts(task, { planted: planted.seeds }, { regions, partner });
    expect(account).toMatchObject({ stage: 'planted', count: 100, correct: 65, precision: 0.65 });
    expect(account!.regions.map((r) => r.precision)).toEqual([1, 0.5, 0.5, 0]);
    expect(account!.regions.map((r) => r.seeds)).toEqual([40, 30, 20, 10]);
    expect(account!.regions.map((r) => r.ratio)).toEqual([1.6, 1.2, 0.8, 0.4].map((x) => expect.closeTo(x, 9)));
    expect(account!.spread!.kl + 3 / 200).toBeCloseTo(klDivergence([4, 3, 2, 1], [1, 1, 1, 1]), 9);
    const { coverage, precision } = seedQuality(task, planted.seeds, { truth });
    expect(account!.coverage).toEqual(coverage);
    expect(account!.precision).toBe(precision);
    const reached = account!.regions.reduce((s, r) => s + r.reached * r.entities, 0) / 800;
    expect(reached).toBeCloseTo(coverage[1], 9);
  });

  it('follows PSQE stage by stage', async () => {
    const { task, truth, regions } = syntheticTask({ entities: 200, regions: 4, noise: 1 });
    const result = await psqe(task, { k: 60, refine: { epochs: 10, width: 16 } });
    const accounts = stageAccounts(task, stagesOf(result), { regions, partner: truth.rightOf(200) });
    expect(accounts.map((a) => a.stage)).toEqual(['resample', 'refine', 'expand', 'variants']);
    for (const [i, seeds] of Object.values(stagesOf(result)).entries()) {
      expect(accounts[i]!.count).toBe(seeds.left.length);
      expect(accounts[i]!.regions.reduce((s, r) => s + r.seeds, 0)).toBeCloseTo(seeds.left.length, 9);
    }
    const blind = stageAccounts(task, stagesOf(result), { regions });
    expect(blind.every((a) => a.precision === null && a.regions.every((r) => r.precision === null))).toBe(true);
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    expect(stageAccounts(task, { none }, { regions })[0]).toMatchObject({ count: 0, spread: null, precision: null });
  });
});

describe('T5, the fitted prediction', () => {
  const row = (precision: number, ratio: number, hits1: number, tested = 10): RegionOutcome => ({
    region: 0,
    precision,
    ratio,
    hits1,
    tested,
  });

  it('finds the coefficients of outcomes that follow its form', () => {
    const r = random(3);
    const truth = (p: number, ratio: number) =>
      0.1 + 0.2 * p + 0.05 * (ratio / (1 + ratio)) + 0.6 * p * (ratio / (1 + ratio));
    const rows = Array.from({ length: 20 }, () => {
      const [p, ratio] = [r.uniform(), 3 * r.uniform()];
      return row(p, ratio, truth(p, ratio), 1 + r.integer(40));
    });
    const fit = fitRegionHits(rows);
    expect(fit.coefficients.map((c, i) => c - [0.1, 0.2, 0.05, 0.6][i]!).every((d) => Math.abs(d) < 1e-9)).toBe(true);
    expect(fit.r2).toBeCloseTo(1, 12);
    expect(rSquared(rows, () => 0.4)).toBeLessThan(0.2);
    // All of one precision: not all coefficients can be told, the prediction can.
    const same = rows.map(({ ratio, tested }) => row(0.5, ratio, truth(0.5, ratio), tested));
    expect(fitRegionHits(same).predict({ precision: 0.5, ratio: 1.3 })).toBeCloseTo(truth(0.5, 1.3), 6);
    expect(() => fitRegionHits(rows.slice(0, 4))).toThrow(DataError);
  });

  it('may know how easy a region is', () => {
    const eased = ['precision', 'density', 'product', 'ease'] as const;
    const r = random(4);
    const rows = Array.from({ length: 12 }, () => {
      const [p, ratio, ease] = [r.uniform(), 2 * r.uniform(), r.uniform()];
      return { ...row(p, ratio, 0.1 + 0.3 * p + 0.4 * ease, 1 + r.integer(9)), ease };
    });
    const fit = fitRegionHits(rows, { terms: eased });
    expect(fit.coefficients.map((c, i) => c - [0.1, 0.3, 0, 0, 0.4][i]!).every((d) => Math.abs(d) < 1e-6)).toBe(true);
    expect(fit.predict({ precision: 1, ratio: 1, ease: 0.5 })).toBeCloseTo(0.6, 6);
    expect(fitRegionHits(rows).r2).toBeLessThan(0.9);
    expect(() => fitRegionHits([...rows, row(1, 1, 1)], { terms: eased })).toThrow(DataError);
    expect(() => fitRegionHits(rows.slice(0, 5), { terms: eased })).toThrow(DataError);
  });

  it('tells a wrong level from a wrong order', () => {
    const rows = [0.2, 0.5, 0.8].map((hits, i) => row(hits, 1, hits, 10 + i));
    const account = (predict: (p: number) => number) => predictionAccount(rows, ({ precision }) => predict(precision));
    expect(account((p) => p - 0.1)).toMatchObject({ levelled: 1, correlation: expect.closeTo(1, 9) });
    expect(account((p) => p - 0.1).r2).toBeLessThan(0.9);
    expect(account((p) => p - 0.1).measured - account((p) => p - 0.1).predicted).toBeCloseTo(0.1, 9);
    // Half the slope: the order is right, a quarter of the variance is missed.
    expect(account((p) => p / 2)).toMatchObject({
      levelled: expect.closeTo(0.75, 9),
      correlation: expect.closeTo(1, 9),
    });
    expect(account((p) => 1 - p).correlation).toBeCloseTo(-1, 9);
    expect(account(() => 0.4).correlation).toBeNaN();
  });

  it('measures ease on the raw features: noise makes a region hard', () => {
    const { task, truth, regions } = syntheticTask({ entities: 200, regions: 2, noise: [0, 3] });
    const { test } = splitLinks(truth, { seed: 1, test: 0.5 });
    const [easy, hard] = regionEase(task, { regions, test });
    expect(easy).toBe(1);
    expect(hard).toBeLessThan(0.7);
    const few = { left: test.left.slice(0, 1), right: test.right.slice(0, 1) };
    expect(regionEase(task, { regions, test: few }).filter(Number.isNaN)).toHaveLength(1);
  });

  it('predicts the regions of pairs that it was not fitted on', async () => {
    const run = async (seed: number) => {
      const { task, truth, regions } = syntheticTask({ entities: 360, regions: 6, noise: 1.6, degree: 4, seed });
      const r = random(seed).fork('dials');
      const precision = Array.from({ length: 6 }, () => r.uniform());
      const shares = Array.from({ length: 6 }, () => 0.2 + r.uniform());
      const { train, test } = splitLinks(truth, { seed, test: 0.5 });
      const partner = truth.rightOf(360);
      const { seeds } = plantedSeeds(truth, regions, { k: 80, precision, shares, seed });
      const modelOptions = { width: 16, modalityWidth: 8 };
      const trained = await trainAligner(task, seeds, { modelOptions, epochs: 30, learningRate: 0.01 });
      expect(train.left.length + test.left.length).toBe(360);
      return regionOutcomes(task, seeds, trained, { regions, partner, test });
    };
    const outcomes: RegionOutcome[][] = [];
    for (let seed = 1; seed <= 12; seed++) outcomes.push(await run(seed));
    const fit = fitRegionHits(outcomes.slice(0, 8).flat());
    const others = outcomes.slice(8).flat();
    expect(fit.r2).toBeGreaterThan(0.6);
    expect(rSquared(others, fit.predict)).toBeGreaterThan(0.6);
    // A forecast that knows the precisions alone is worse: both quantities count.
    const blind = fitRegionHits(outcomes.slice(0, 8).flat(), { terms: ['precision'] });
    expect(blind.coefficients).toHaveLength(2);
    expect(rSquared(others, blind.predict)).toBeLessThan(rSquared(others, fit.predict));
  });
});

it('regions go from the worst to the best, equal ones by number', () => {
  const row = (region: number, hits1: number): RegionOutcome => ({ region, hits1, precision: 1, ratio: 1, tested: 9 });
  const rows = [row(2, 0.5), row(0, 0.9), row(1, 0.5)];
  expect(byHits(rows).map(({ region }) => region)).toEqual([1, 2, 0]);
  expect(rows.map(({ region }) => region)).toEqual([2, 0, 1]);
});
