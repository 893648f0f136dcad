import { expect, it } from 'vitest';
import { InputError } from '../../src/base/index.js';
import { plantedSeeds, syntheticTask } from '../../src/read/index.js';
import { theoryRecord, theoryStudy } from '../../src/study/index.js';

const made = syntheticTask({ entities: 240, regions: 4, noise: 0.6, degree: 4, widths: { image: 12 }, seed: 1 });
const seedsOf = (precision: number, kl: number) =>
  plantedSeeds(made.truth, made.regions, { k: 80, precision, kl, seed: 1 }).seeds;

it('finds again what was planted: precision, spread, and the pull and hits that follow from them', async () => {
  const sets = { even: seedsOf(1, 0), crowded: seedsOf(1, 0.6), wrong: seedsOf(0.4, 0) };
  const { rows } = await theoryStudy(made, sets, { epochs: 6 });
  const [even, crowded, wrong] = rows;
  expect(rows.map((r) => r.seeds)).toEqual(['even', 'crowded', 'wrong']);
  expect([even, crowded, wrong].map((r) => r!.precision)).toEqual([1, 1, 0.4]);
  // True seeds keep the whole pull, by prediction and by measurement.
  for (const row of [even, crowded]) {
    expect(row!.pull.plain.predicted).toBeCloseTo(1, 6);
    expect(row!.pull.plain.measured).toBeGreaterThan(0.999);
  }
  expect(wrong!.pull.plain.measured).toBeLessThan(0.9);
  expect(crowded!.mass.gradient).toBeGreaterThan(even!.mass.gradient);
  expect(wrong!.hits1).toBeLessThan(even!.hits1);
  for (const row of rows) {
    expect(row.own.measured).toBeGreaterThan(0);
    expect(row.own.measured).toBeLessThan(1);
    expect(Math.abs(row.own.predicted - row.own.measured)).toBeLessThan(0.15);
    expect(row.hops.gradient[0]).toBe(1);
    expect(row.hops.entities.reduce((a, b) => a + b)).toBe(480);
    // Beyond the encoder's two hops no gradient arrives.
    expect(row.hops.gradient.slice(3).every((x) => x === 0)).toBe(true);
  }
});

it('a pair without a record is told how to make it', () => {
  expect(() => theoryRecord('nowhere')).toThrow(InputError);
  expect(() => theoryRecord('nowhere')).toThrow(/no stored record.*theory --pair nowhere/s);
});
