import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/index.js';
import { matrix } from '../../src/compute/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { correctSeeds } from '../../src/seeds/index.js';
import { plantedTask, precision } from '../support/planted.js';

/** Two graphs of unit vectors at the given angles, in degrees. */
function angles(left: number[], right: number[]): AlignmentTask {
  const graph = (name: string, list: number[]) =>
    new MultimodalGraph({
      name,
      ids: list.map((_, i) => `${name}${i}`),
      relationCount: 1,
      triples: { head: Int32Array.of(0), relation: Int32Array.of(0), tail: Int32Array.of(1) },
      features: new Map([
        [
          'image',
          {
            values: matrix(
              list.length,
              2,
              Float32Array.from(list.flatMap((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)])),
            ),
            known: new Uint8Array(list.length).fill(1),
          },
        ],
      ]),
    });
  return new AlignmentTask({
    name: 'angles',
    left: graph('l', left),
    right: graph('r', right),
    modalities: [{ name: 'image', comparable: true }],
  });
}

const pairs = (count: number) => {
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  return { left: rows, right: rows, score: new Float32Array(count).fill(1), cluster: rows };
};
const hard = { csls: 0, tolerance: 0, weights: { image: 1 } };

describe('correctSeeds', () => {
  // Left ends at 0, 20, 60; right ends at 12, 25, 90. By hand: left 0 → 12 (own), 20 → 25 (own), 60 → 90 (30 apart) or
  // 25 (35 apart): own. Backwards 12 → 20 (8 apart, own is 12): fails; 25 → 20 own; 90 → 60 own.
  const task = angles([0, 20, 60], [12, 25, 90]);
  const kept = async (options: object) => [...(await correctSeeds(task, pairs(3), { ...hard, ...options })).seeds.left];

  it('looks the way it is told', async () => {
    expect(await kept({ direction: 'left' })).toEqual([0, 1, 2]);
    expect(await kept({ direction: 'both' })).toEqual([1, 2]);
    expect(await kept({ direction: 'either' })).toEqual([0, 1, 2]);
  });

  it('forgives what is within the tolerance', async () => {
    const gap = Math.cos((8 * Math.PI) / 180) - Math.cos((12 * Math.PI) / 180);
    expect(await kept({ direction: 'both', tolerance: gap * 1.01 })).toEqual([0, 1, 2]);
    expect(await kept({ direction: 'both', tolerance: gap * 0.99 })).toEqual([1, 2]);
  });

  it('keeps a seed whose rival is just as similar, and clusters and scores with their seeds', async () => {
    const twins = angles([0, 90, 180], [45, 45, 180]);
    const { seeds } = await correctSeeds(twins, pairs(3), { ...hard, direction: 'left' });
    expect([...seeds.left]).toEqual([0, 1, 2]);
    const { seeds: two } = await correctSeeds(task, pairs(3), { ...hard, direction: 'both' });
    expect([...two.cluster!]).toEqual([1, 2]);
  });

  it('drops wrong pairs and keeps right ones on planted data', async () => {
    const { task: planted, truth } = plantedTask();
    const right = truth.links.right.slice(0, 80);
    // Every fourth seed gets its neighbour's partner.
    for (let i = 0; i < 80; i += 8) [right[i], right[i + 4]] = [right[i + 4]!, right[i]!];
    const seeds = { left: truth.links.left.slice(0, 80), right, score: new Float32Array(80) };
    expect(precision(seeds, truth)).toBe(0.75);
    const { seeds: better } = await correctSeeds(planted, seeds, { direction: 'both', tolerance: 0 });
    expect(precision(better, truth)).toBeGreaterThan(0.95);
    expect(better.left.length).toBeGreaterThan(50);
  });

  it('takes no seeds as well, and refuses seeds that do not fit', async () => {
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    expect((await correctSeeds(task, none)).seeds.left).toHaveLength(0);
    await expect(correctSeeds(task, pairs(4))).rejects.toBeInstanceOf(InputError);
  });
});
