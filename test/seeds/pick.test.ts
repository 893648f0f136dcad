import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { csrFromTriplets, matrix } from '../../src/compute/index.js';
import { floodSeeds, psqe, refineSeeds, resampleSeeds } from '../../src/seeds/index.js';
import { labelBlock } from '../../src/seeds/label-block.js';
import { pickPairs } from '../../src/seeds/pick.js';
import { plantedTask } from '../support/planted.js';

/** Rows 0 to 2 are unit vectors, rows 3 to 5 unknown. */
const sides = () => matrix(6, 3, Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, ...new Float32Array(9)]));
const pairsOf = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
  [...left].map((l, i) => `${l} ${right[i]}`);
const all = { k: 6, csls: 0, candidates: 100, seed: 1 };

describe('pickPairs', () => {
  it.each(['mutual', 'greedy', 'sinkhorn'] as const)(
    'pairs nobody of whom nothing is known, unless seeds support it: %s',
    (pick) => {
      const plain = pickPairs({ left: sides(), right: sides() }, { ...all, pick });
      expect([...plain.left].sort()).toEqual([0, 1, 2]);
      expect([...plain.right]).toEqual([...plain.left]);
      const sparse = csrFromTriplets(6, 6, Int32Array.of(4), Int32Array.of(5), Float32Array.of(0.3));
      const supported = pickPairs({ left: sides(), right: sides(), sparse }, { ...all, pick });
      const found = new Map([...supported.left].map((l, i) => [l, supported.right[i]]));
      expect(found).toEqual(
        new Map([
          [0, 0],
          [1, 1],
          [2, 2],
          [4, 5],
        ]),
      );
    },
  );

  // Two left rows are nearest to right 0; a plan of one partner each gives the other one to right 1.
  it('shares partners out by a transport plan, and keeps what is probable enough', () => {
    const scores = {
      left: matrix(2, 2, Float32Array.of(1, 0, 0.8, 0.6)),
      right: matrix(2, 2, Float32Array.of(1, 0, 0.6, 0.1)),
    };
    const pick = (plan: object) => pickPairs(scores, { ...all, pick: 'sinkhorn', plan });
    expect(pickPairs(scores, { ...all, pick: 'mutual' }).left).toHaveLength(1);
    const found = pick({ temperature: 20 });
    expect(new Map([...found.left].map((l, i) => [l, found.right[i]]))).toEqual(
      new Map([
        [0, 0],
        [1, 1],
      ]),
    );
    expect(pick({ temperature: 20, candidates: null })).toEqual(pick({ temperature: 20, candidates: 0 }));
    // P of a 2 × 2 plan by its invariant: P00 P11 / (P01 P10) = exp(20 (1 + .54 − .6 − .8)), rows and columns of sum 1.
    const odds = Math.exp((20 * (1 + 0.54 - 0.6 - 0.8)) / 2);
    for (const probability of pick({ temperature: 20, steps: 500 }).score)
      expect(probability).toBeCloseTo(odds / (1 + odds), 4);
    for (const margin of pick({ temperature: 20, steps: 500 }).margin!) expect(margin).toBeCloseTo(Math.log(odds), 3);
    expect(pick({ temperature: 20, steps: 500, threshold: 0.99 }).left).toHaveLength(0);
  });
});

describe('entities of which nothing is known', () => {
  // A third of each graph lacks the only feature.
  const { task } = plantedTask({ count: 90, widths: { image: 16 }, missingEvery: 3, noise: 0.3 });
  const lacks = (side: 'left' | 'right', row: number) => task[side].features.get('image')!.known[row] === 0;

  it('join by flooding only where neighbours support them', async () => {
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    const { seeds } = await floodSeeds(task, none, { rounds: 1 });
    seeds.left.forEach((l, i) => {
      expect(lacks('left', l) || lacks('right', seeds.right[i]!)).toBe(false);
    });
    expect(seeds.left.length).toBeGreaterThan(20);
  });

  it('do not keep PSQE from its work', async () => {
    const { seeds } = await psqe(task, { k: 20, refine: { epochs: 5, width: 16, rounds: [0.5, 1] } });
    expect(seeds.left.length).toBeGreaterThan(30);
  });
});

describe('features passed along the triples', () => {
  // A third lacks the only feature, the rest has it with much noise: neighbours say more.
  const { task, truth } = plantedTask({ count: 90, widths: { image: 16 }, missingEvery: 3, noise: 0.8 });
  const found = ({ left, right }: { left: Int32Array; right: Int32Array }) => {
    const partner = new Map([...truth.links.left].map((l, i) => [l, truth.links.right[i]]));
    return [...left].filter((l, i) => partner.get(l) === right[i]).length;
  };
  const passed = { propagate: 2, pick: 'sinkhorn' } as const;

  it('find more in stage 1, and tell of entities of which nothing is known', async () => {
    const alone = await resampleSeeds(task, { k: 90, clusters: 1 });
    const more = await resampleSeeds(task, { k: 90, clusters: 1, ...passed });
    expect(found(more.seeds)).toBeGreaterThan(found(alone.seeds));
    const lacks = (row: number) => task.left.features.get('image')!.known[row] === 0;
    expect([...alone.seeds.left].some(lacks)).toBe(false);
    expect([...more.seeds.left].some(lacks)).toBe(true);
    expect(more.options).toMatchObject({ propagate: 2, plan: { temperature: 50, steps: 10, threshold: 0 } });
  });

  it('find more in the first step of flooding', async () => {
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    const alone = await floodSeeds(task, none, { rounds: 1 });
    const more = await floodSeeds(task, none, { rounds: 1, ...passed });
    expect(found(more.seeds)).toBeGreaterThan(found(alone.seeds));
  });

  it('count in the rounds as they are told to', async () => {
    const { seeds } = await resampleSeeds(task, { k: 30 });
    const untrained = { flood: null, rounds: [1], epochs: 1, width: 8, learned: 0, raw: 2 };
    const more = await refineSeeds(task, seeds, { ...untrained, ...passed });
    // The similarity is twice that of stage 1, and the plan the same.
    const whole = await resampleSeeds(task, { k: 90, clusters: 1, ...passed });
    expect(new Set(pairsOf(more.seeds))).toEqual(new Set(pairsOf(whole.seeds)));
  });

  it('are found more surely where the labels’ view counts', async () => {
    const { seeds } = await resampleSeeds(task, { k: 90, clusters: 1, ...passed });
    const settings = { flood: null, rounds: [1], epochs: 1, width: 8, learned: 0, raw: 1, ...passed };
    const alone = await refineSeeds(task, seeds, settings);
    const more = await refineSeeds(task, seeds, { ...settings, labels: 1 });
    expect(found(more.seeds)).toBeGreaterThan(found(alone.seeds));
    expect(more.embeddings.has(labelBlock)).toBe(true);
    expect(alone.embeddings.has(labelBlock)).toBe(false);
  });

  it('leave a modality of that name what it is', async () => {
    const other = plantedTask({ count: 60, widths: { image: 16, labels: 8 } }).task;
    const { seeds } = await resampleSeeds(other, { k: 30 });
    const settings = { flood: null, rounds: [1], epochs: 1, width: 8 };
    const [without, beside] = [
      await refineSeeds(other, seeds, settings),
      await refineSeeds(other, seeds, { ...settings, labels: 1 }),
    ];
    expect(beside.embeddings.get('labels')).toEqual(without.embeddings.get('labels'));
  });

  it('refuse settings that make no sense, before any work', async () => {
    const bad = { plan: { temperature: 0 } };
    await expect(resampleSeeds(task, { k: 30, ...bad })).rejects.toThrow(OptionError);
    const { seeds } = await resampleSeeds(task, { k: 30 });
    await expect(refineSeeds(task, seeds, bad)).rejects.toThrow(/temperature/);
    await expect(floodSeeds(task, seeds, bad)).rejects.toThrow(/temperature/);
    await expect(refineSeeds(task, seeds, { propagate: -1 })).rejects.toThrow(/propagate/);
  });
});
