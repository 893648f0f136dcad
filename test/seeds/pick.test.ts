import { describe, expect, it } from 'vitest';
import { csrFromTriplets, matrix } from '../../src/compute/index.js';
import { floodSeeds, psqe } from '../../src/seeds/index.js';
import { pickPairs } from '../../src/seeds/pick.js';
import { plantedTask } from '../support/planted.js';

/** Rows 0 to 2 are unit vectors, rows 3 to 5 unknown. */
const sides = () => matrix(6, 3, Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, ...new Float32Array(9)]));
const all = { k: 6, csls: 0, candidates: 100, seed: 1 };

describe('pickPairs', () => {
  it.each(['mutual', 'greedy'] as const)(
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
