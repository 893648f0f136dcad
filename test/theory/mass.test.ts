import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/index.js';
import { plantedSeeds, syntheticTask } from '../../src/synthetic/index.js';
import { massRatios, type TrainingMass, trainingMass } from '../../src/theory/index.js';
import { trainAligner } from '../../src/train/index.js';

// Sparse and in regions of their own, so that many entities are out of reach.
const { task, truth, regions } = syntheticTask({
  entities: 240,
  regions: 4,
  degree: 1.5,
  within: 1,
  widths: { image: 8 },
});
const { seeds } = plantedSeeds(truth, regions, { k: 60, shares: [12, 4, 3, 1] });
const settings = { modelOptions: { width: 8, modalityWidth: 6 }, epochs: 11, learningRate: 0.01 };

describe('T4, mass by region and reach', () => {
  it('the structure rows beyond two graph layers get nothing but decay', async () => {
    const { steps, entities, hops } = await trainingMass(task, seeds, { region: regions }, settings);
    expect(steps.map((s) => s.epoch)).toEqual([0, 5, 10]);
    expect(entities.region).toEqual([120, 120, 120, 120]);
    expect(entities.hops!.every((count) => count > 0)).toBe(true);
    expect(hops.filter((h) => h === 0).length).toBe(120);
    for (const { groups } of steps) {
      const { gradient, update, moved } = groups.hops!;
      // Two layers reach two hops; the third hop and those beyond are out of reach.
      for (const hop of [0, 1, 2]) {
        expect(gradient.byGroup[hop]).toBeGreaterThan(0);
        expect(update.byGroup[hop]).toBeGreaterThan(0);
      }
      for (const hop of [3, 4]) {
        expect(gradient.byGroup[hop]).toBe(0);
        expect(update.byGroup[hop]! / entities.hops![hop]!).toBeLessThan(1e-6);
        expect(moved.byGroup[hop]).toBeGreaterThan(0);
      }
    }
  });

  it('regions with more of the seeds get more, and AdamW evens it out', async () => {
    const { steps } = await trainingMass(task, seeds, { region: regions }, settings);
    for (const { groups, shared, loss } of steps) {
      const { gradient, update } = groups.region!;
      expect(gradient.byGroup[0]!).toBeGreaterThan(2 * gradient.byGroup[3]!);
      expect(gradient.imbalance).toBeGreaterThan(0.02);
      expect(update.imbalance).toBeLessThan(gradient.imbalance);
      expect(shared.gradient).toBeGreaterThan(0);
      expect(Number.isFinite(loss)).toBe(true);
    }
  });

  it('even seeds give even mass', async () => {
    const even = plantedSeeds(truth, regions, { k: 60 }).seeds;
    const [uneven] = (await trainingMass(task, seeds, { region: regions }, { ...settings, epochs: 1 })).steps;
    const [first] = (await trainingMass(task, even, { region: regions }, { ...settings, epochs: 1 })).steps;
    expect(first!.groups.region!.gradient.imbalance).toBeLessThan(0.2 * uneven!.groups.region!.gradient.imbalance);
  });

  it('watching changes nothing: the embeddings are trainAligner’s', async () => {
    const watched = await trainingMass(task, seeds, {}, { ...settings, every: 1 });
    const plain = await trainAligner(task, seeds, settings);
    expect(watched.left).toEqual(plain.left);
    expect(watched.steps.length).toBe(11);
    expect(watched.steps.at(-1)!.loss).toBeCloseTo(plain.history.loss.at(-1)!, 4);
  });

  it('refuses seeds that do not fit', async () => {
    await expect(trainingMass(task, { ...seeds, left: seeds.left.map(() => 999) }, {})).rejects.toThrow(InputError);
  });
});

it('ratios are shares of the mass over shares of the entities, at the last step, the densest region first', () => {
  const mass = (byGroup: number[]) => ({ byGroup, imbalance: 0 });
  const step = (gradient: number[], update: number[]) => ({
    epoch: 0,
    loss: 1,
    shared: { gradient: 0 },
    groups: { region: { gradient: mass(gradient), update: mass(update), moved: mass(update) } },
  });
  const trained: Pick<TrainingMass, 'steps' | 'entities'> = {
    steps: [step([9, 9, 9], [9, 9, 9]), step([1, 0, 3], [2, 1, 1])],
    entities: { region: [10, 20, 10] },
  };
  const ratios = massRatios(trained, [1, 1, 2]);
  expect(ratios).toEqual({ order: [2, 0, 1], seeds: [2, 1, 0.5], gradient: [3, 1, 0], update: [1, 2, 0.5] });
});
