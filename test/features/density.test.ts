import { expect, it } from 'vitest';
import { featureDensity, fuse } from '../../src/features/index.js';
import { plantedTask } from '../support/planted.js';

const { task } = plantedTask({ count: 40, noise: 0.5 });

it('is the mean similarity to the nearest others of the same graph', () => {
  const { left } = fuse(task);
  const row = (i: number) => left.data.subarray(i * left.cols, (i + 1) * left.cols);
  const dot = (i: number, j: number) => row(i).reduce((sum, x, d) => sum + x * row(j)[d]!, 0);
  const expected = Array.from({ length: 40 }, (_, i) => {
    const others = Array.from({ length: 40 }, (_, j) => j).filter((j) => j !== i);
    const best = others.map((j) => dot(i, j)).sort((a, b) => b - a);
    return best.slice(0, 3).reduce((a, b) => a + b) / 3;
  });
  const got = featureDensity(task, { neighbours: 3 }).left;
  for (const [i, value] of expected.entries()) expect(got[i]).toBeCloseTo(value, 5);
});

it('of equal entities is 1, however many there are', () => {
  const { right } = featureDensity(plantedTask({ count: 40, constant: true }).task, { neighbours: 5 });
  for (const value of right) expect(value).toBeCloseTo(1, 5);
});

it('refuses no neighbours', () => {
  expect(() => featureDensity(task, { neighbours: 0 })).toThrow(/neighbours/);
});
