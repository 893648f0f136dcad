import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/compute/index.js';
import { seedsFoundAgain } from '../../src/train/beside.js';
import { trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

describe('seedsFoundAgain', () => {
  const one = (place: number, width: number) => Array.from({ length: width }, (_, i) => (i === place ? 1 : 0));
  const unit = (places: readonly number[], width: number) =>
    matrix(places.length, width, Float32Array.from(places.flatMap((place) => one(place, width))));

  it('is the share whose right end is nearest', () => {
    const sides = { left: unit([0, 1, 2, 3], 4), right: unit([0, 1, 3, 2, 2], 4) };
    const seeds = { left: Int32Array.of(0, 1, 2, 3), right: Int32Array.of(0, 1, 2, 2) };
    expect(seedsFoundAgain(sides, seeds)).toBe(0.75);
    expect(seedsFoundAgain(sides, { left: new Int32Array(0), right: new Int32Array(0) })).toBe(0);
  });

  it('takes some evenly of very many seeds', () => {
    const count = 9000;
    const places = Array.from({ length: count }, (_, i) => i % 3);
    const sides = { left: unit(places, 3), right: unit([0, 1, 2], 3) };
    // Right in every second seed.
    const seeds = {
      left: Int32Array.from({ length: count }, (_, i) => i),
      right: Int32Array.from({ length: count }, (_, i) => (i % 2 === 0 ? i % 3 : (i + 1) % 3)),
    };
    expect(seedsFoundAgain(sides, seeds)).toBeCloseTo(0.5, 1);
  });
});

describe('views beside an aligner', () => {
  const { task, truth } = smallTask(36);
  const seeds = { ...truth.links, score: new Float32Array(36).fill(1) };
  const views = async (besideLeast: number) => {
    const told: string[] = [];
    const work = { onProgress: (p: { task: string; note?: string }) => told.push(`${p.task} ${p.note ?? ''}`) };
    const { blocks } = await trainAligner(task, seeds, { epochs: 1, beside: ['raw', 'labels'], besideLeast }, work);
    return { names: blocks.map(({ name }) => name), told: told.join('\n') };
  };

  it('stay where no share is asked for; those that find less again are left out, aloud', async () => {
    const all = await views(0);
    expect(all.names).toEqual(['structure', 'image', 'attribute', 'raw image', 'raw attribute', 'labels']);
    expect(all.told).not.toMatch(/left out/);
    const shares = await Promise.all(
      ['raw', 'labels'].map(async (model) => seedsFoundAgain(await trainAligner(task, seeds, { model }), seeds)),
    );
    const [least, most] = [Math.min(...shares), Math.max(...shares)];
    expect(most).toBeGreaterThan(least);
    const some = await views((least + most) / 2);
    expect(some.names.filter((name) => name.startsWith('raw')).length > 0).toBe(shares[0] === most);
    expect(some.names.includes('labels')).toBe(shares[1] === most);
    expect(some.told).toMatch(/left out, it finds \d+ % of its seeds again/);
  });
});
