import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { hash, random } from '../../src/compute/index.js';
import { checkSeeds } from '../../src/graph/index.js';
import { pivotCsls, pivotSeeds, resampleSeeds } from '../../src/seeds/index.js';
import { plantedTask, precision, reordered } from '../support/planted.js';

const { task, truth } = plantedTask();

describe('pivotSeeds', () => {
  it('finds a planted alignment where noise is low', async () => {
    const { seeds, options } = await pivotSeeds(task, { k: 100, weights: { image: 1, attribute: 1 } });
    expect(seeds.left).toHaveLength(100);
    expect(precision(seeds, truth)).toBeGreaterThan(0.95);
    expect(options).toMatchObject({ k: 100, csls: 0, pick: 'greedy', weights: { image: 1, attribute: 1 } });
  });

  it('takes the image alone, without images the fused rest with names in the image’s place', async () => {
    expect((await pivotSeeds(task, { k: 5 })).options.weights).toEqual({ image: 1 });
    const named = plantedTask({ widths: { name: 10, attribute: 6 } }).task;
    expect((await pivotSeeds(named, { k: 5 })).options.weights).toMatchObject({ attribute: 1, name: 1 });
  });

  it('gives one-to-one pairs, at most k, best first, the same each time, repeated from its options', async () => {
    const widths = { image: 3, attribute: 3, relation: 2 };
    const property = fc.asyncProperty(
      fc.record({
        count: fc.integer({ min: 10, max: 40 }),
        noise: fc.constantFrom(0, 0.5, 3),
        constant: fc.boolean(),
        k: fc.integer({ min: 1, max: 10 }),
        csls: fc.constantFrom(0, 1, 10),
        pick: fc.constantFrom('greedy' as const, 'mutual' as const),
        seed: fc.integer({ min: 0, max: 99 }),
      }),
      async ({ count, noise, constant, ...o }) => {
        const small = plantedTask({ count, noise, constant, widths, regions: 2 }).task;
        for (const method of [pivotSeeds, resampleSeeds]) {
          const first = await method(small, { ...o, missing: 'spread' });
          checkSeeds(first.seeds, small);
          expect(first.seeds.left.length).toBeLessThanOrEqual(o.k);
          expect(Array.from(first.seeds.score)).toEqual(Array.from(first.seeds.score).sort((a, b) => b - a));
          expect((await method(small, first.options as object)).seeds).toEqual(first.seeds);
        }
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('does not depend on the order of the entities', async () => {
    const left = random(3).permutation(120);
    const right = random(4).permutation(120);
    const other = reordered(task, left, right);
    const pairs = ({ seeds }: { seeds: { left: Int32Array; right: Int32Array } }, l?: Int32Array, r?: Int32Array) =>
      Array.from(seeds.left, (row, i) => `${l ? l[row] : row} ${r ? r[seeds.right[i]!] : seeds.right[i]}`);
    for (const options of [{ k: 60 }, { k: 60, ...pivotCsls }] as const)
      expect(pairs(await pivotSeeds(other, options), left, right)).toEqual(pairs(await pivotSeeds(task, options)));
    for (const scope of ['graph', 'cluster'] as const)
      expect(pairs(await resampleSeeds(other, { k: 60, clusters: 5, scope }), left, right)).toEqual(
        pairs(await resampleSeeds(task, { k: 60, clusters: 5, scope })),
      );
  });

  it('has chance precision on constant features, though true partners stand in the same order', async () => {
    const flat = plantedTask({ constant: true, count: 200 }).task;
    // Right row i is made left row i's partner, as in DBP15K's files.
    let correct = 0;
    for (let seed = 0; seed < 10; seed++)
      for (const method of [pivotSeeds, resampleSeeds]) {
        const { seeds } = await method(flat, { k: 100, pick: 'greedy', seed: hash(seed, 1) });
        expect(seeds.left.length).toBe(100);
        correct += seeds.left.filter((l, i) => l === seeds.right[i]).length;
      }
    // 2000 pairs at a chance of 1/200 each: Poisson with mean 10; beyond 30 has a probability of 1e-7.
    expect(correct).toBeLessThan(30);
  });

  it('leaves out entities of which nothing is known', async () => {
    const holes = plantedTask({ missingEvery: 3, noise: 5 }).task;
    const { seeds } = await pivotSeeds(holes, { k: 120 });
    expect(seeds.left.length).toBe(80);
    for (const [side, graph] of [
      [seeds.left, holes.left],
      [seeds.right, holes.right],
    ] as const)
      expect(side.every((row) => graph.features.get('image')!.known[row] === 1)).toBe(true);
  });

  it.each([0, -1, 1.5, 121, Number.NaN])('refuses k = %s, naming the option and the remedy', async (k) => {
    const failure = pivotSeeds(task, { k });
    await expect(failure).rejects.toBeInstanceOf(OptionError);
    await expect(failure).rejects.toThrow(/option "k"/);
  });

  it('refuses an option it does not know, with the nearest name', async () => {
    await expect(pivotSeeds(task, { csl: 3 } as object)).rejects.toThrow(/Did you mean "csls"/);
  });
});
