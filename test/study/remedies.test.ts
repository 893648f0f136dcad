import { expect, it } from 'vitest';
import { AbortedError } from '../../src/base/index.js';
import { hitsByDensity, remedyStudy } from '../../src/study/index.js';

const options = {
  synthetic: { entities: 240, regions: 3, noise: 1, degree: 4, widths: { image: 12 } },
  k: 60,
  kl: 0.4,
  seeds: [1, 2, 3],
  remedies: { same: {}, 'repulsion balanced': { repulsion: 'balanced' } },
  epochs: 12,
};

it('runs every remedy on every seed, paired with the plain loss', async () => {
  const done: number[] = [];
  const { runs, effects } = await remedyStudy(options, { onProgress: (event) => void done.push(event.done) });
  expect(runs).toHaveLength(12);
  expect(done).toEqual(runs.map((_, i) => i + 1));
  expect(effects.map(({ remedy }) => remedy)).toEqual(['even seeds', 'same', 'repulsion balanced']);
  const [even, same, balanced] = effects;
  // The same options on the same pairs are the same runs: only a paired difference is exactly 0.
  expect(same!.difference).toMatchObject({ mean: 0, low: 0, high: 0 });
  expect(same!.poorDifference).toMatchObject({ mean: 0, low: 0, high: 0 });
  expect(balanced!.difference.mean).not.toBe(0);
  // Regions without their share of the seeds gain from evenly spread ones.
  expect(even!.poorDifference!.mean).toBeGreaterThan(0.02);
  const plain = runs.filter(({ remedy }) => remedy === 'plain');
  for (const { regions, hits1 } of plain) {
    expect(regions.map(({ ratio }) => ratio).some((ratio) => ratio < 0.5)).toBe(true);
    const tested = regions.reduce((s, r) => s + r.tested, 0);
    expect(regions.reduce((s, r) => s + r.tested * r.hits1, 0) / tested).toBeCloseTo(hits1, 9);
  }
  const evenRuns = runs.filter(({ remedy }) => remedy === 'even seeds');
  for (const { regions } of evenRuns) for (const { ratio } of regions) expect(ratio).toBeCloseTo(1, 1);
});

it('can be stopped', async () => {
  const stop = new AbortController();
  const work = { signal: stop.signal, onProgress: () => stop.abort() };
  await expect(remedyStudy(options, work)).rejects.toThrow(AbortedError);
});

it('puts regions of one density together, over all runs; a region alone is left out', () => {
  const region = (ratio: number, hits1: number) => ({ region: 0, precision: 1, ratio, hits1, tested: 5 });
  const found = hitsByDensity([
    { regions: [region(1.01, 0.2), region(0.3, 1)] },
    { regions: [region(0.99, 0.4), region(0, 0.1), region(0.02, 0.3)] },
  ]);
  expect(found.map(({ ratio, hits }) => [ratio, hits.count])).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect(found[1]!.hits.mean).toBeCloseTo(0.3, 12);
});
