import { describe, expect, it } from 'vitest';
import { syntheticTask } from '../../src/read/index.js';
import { floodSeeds, refineSeeds, resampleSeeds } from '../../src/seeds/index.js';
import { roundSeeds } from '../../src/study/index.js';

const { task } = syntheticTask({ entities: 150, regions: 3, noise: 1.2 });
const options = { rounds: [0.4, 0.7, 1], epochs: 2, width: 8 };

describe('stage 2 on the way', () => {
  it('has the pairs that each round of an uncut run found', async () => {
    const { seeds } = await resampleSeeds(task, { k: 50, clusters: 5 });
    const whole = await refineSeeds(task, seeds, options);
    const [flooded, first, second, third, ...more] = await roundSeeds(task, seeds, whole.options, [1, 2, 3]);
    expect(more).toEqual([]);
    expect([flooded!.name, first!.name, third!.round]).toEqual(['flooding', 'round 1', 3]);
    expect(flooded!.seeds).toEqual((await floodSeeds(task, seeds)).seeds);
    expect([first, second, third].map((r) => r!.seeds.left.length)).toEqual(whole.rounds.map(({ found }) => found));
    expect(third!.seeds).toEqual(whole.seeds);
  });

  it.each([4, 0, 1.5])('refuses round %s of 3', async (round) => {
    const seeds = { left: Int32Array.of(0), right: Int32Array.of(0), score: Float32Array.of(1) };
    await expect(roundSeeds(task, seeds, options, [round])).rejects.toThrow(
      `stage 2 has no round ${round}. Give whole numbers from 1 to 3`,
    );
  });

  it('leaves out flooding where there is none, and the correction at the end', async () => {
    const { seeds } = await resampleSeeds(task, { k: 50, clusters: 5 });
    const plain = { ...options, flood: null };
    const found = await roundSeeds(task, seeds, { ...plain, correct: { direction: 'left', tolerance: 0 } }, [3]);
    expect(found.map(({ name }) => name)).toEqual(['round 3']);
    expect(found[0]!.seeds).toEqual((await refineSeeds(task, seeds, plain)).seeds);
  });
});
