import { describe, expect, it } from 'vitest';
import { checkSeeds } from '../../src/graph/index.js';
import { type RefineOptions, refineSeeds } from '../../src/seeds/index.js';
import { plantedTask } from '../support/planted.js';
import { small, trueSeeds } from './refine-cases.js';

describe('refineSeeds with known links', () => {
  it('keeps links beside seeds that it may drop, and lets them count more in the loss', async () => {
    const { task, truth } = plantedTask({ count: 80, noise: 1 });
    const seeds = trueSeeds(truth, 30);
    // The first two links are those of seeds, with their right ends exchanged: even wrong ones stay.
    const links = { left: Int32Array.of(0, 1), right: Int32Array.of(seeds.right[1]!, seeds.right[0]!) };
    const run = (linkWeight: number) => refineSeeds(task, seeds, { ...small, rounds: [0.5, 1], links, linkWeight });
    const [light, heavy] = [await run(1), await run(30)];
    for (const { seeds: found } of [light, heavy]) {
      checkSeeds(found, task);
      const partner = new Map([...found.left].map((l, i) => [l, found.right[i]!]));
      expect([partner.get(0), partner.get(1)]).toEqual([...links.right]);
    }
    expect(heavy.history.loss).not.toEqual(light.history.loss);
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    expect(
      (await refineSeeds(task, none, { ...small, links: trueSeeds(truth, 20) })).seeds.left.length,
    ).toBeGreaterThan(30);
  });

  it('trains every round on all links, however few pairs it takes', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 1 });
    const links = trueSeeds(truth, 30);
    for (const curriculum of ['margin', 'score'] as const) {
      const { rounds } = await refineSeeds(task, links, {
        ...small,
        epochs: 2,
        rounds: [0.1, 0.2, 1],
        links,
        curriculum,
      });
      expect(rounds.map(({ trained }) => trained).slice(0, 2)).toEqual([30, 30]);
    }
  });

  it('takes no links for none, lists for columns, and says which modality it does not know', async () => {
    const { task, truth } = plantedTask({ count: 40 });
    const run = (o: RefineOptions) =>
      refineSeeds(task, trueSeeds(truth, 20), { ...small, epochs: 2, rounds: [1], ...o });
    const plain = await run({});
    const none = await run({ links: { left: new Int32Array(0), right: new Int32Array(0) } });
    expect(none.seeds).toEqual(plain.seeds);
    expect(none.options.links).toBeNull();
    const links = { left: Int32Array.of(0, 1), right: truth.links.right.slice(0, 2) };
    const listed = JSON.parse(JSON.stringify({ left: [...links.left], right: [...links.right] })) as never;
    expect((await run({ links: listed })).seeds).toEqual((await run({ links })).seeds);
    await expect(run({ ownLayers: ['imge'] })).rejects.toThrow(/unknown modality "imge".*Did you mean "image"/);
  });

  it('refuses links that do not fit, and what could drop them', async () => {
    const { task, truth } = plantedTask({ count: 20 });
    const run = (o: RefineOptions) => refineSeeds(task, trueSeeds(truth, 5), { ...small, ...o });
    const links = { left: Int32Array.of(0, 0), right: Int32Array.of(1, 2) };
    await expect(run({ links })).rejects.toThrow(/links, pair 1: left row 0 is in two pairs/);
    await expect(run({ links: { left: Int32Array.of(20), right: Int32Array.of(1) } })).rejects.toThrow(/links.*row 20/);
    await expect(run({ links: 3 as never })).rejects.toThrow(/"links".*two columns/);
    await expect(run({ links: trueSeeds(truth, 2), correct: {} })).rejects.toThrow(/"correct".*could drop/);
    await expect(run({ links: trueSeeds(truth, 2), normalize: false })).rejects.toThrow(/"links".*not unit/);
  });
});
