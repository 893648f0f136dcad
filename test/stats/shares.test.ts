import { expect, it } from 'vitest';
import { inPoints, shareAtLeast, shares } from '../../src/stats/index.js';

it('shares of a whole sum to one', () => expect(shares([1, 3, 0, 4])).toEqual([0.125, 0.375, 0, 0.5]));

it('counts who has at least so much; zeros are among all, but no value of their own', () => {
  expect(shareAtLeast(Int32Array.of(3, 0, 1, 3))).toEqual([
    { value: 1, share: 0.75 },
    { value: 3, share: 0.5 },
  ]);
  expect(shareAtLeast([])).toEqual([]);
});

it('points are hundredths; a bound that is not known stays so', () => {
  expect(inPoints({ mean: 0.5, low: 0.25, high: 0.75 })).toEqual({ mean: 50, low: 25, high: 75 });
  expect(inPoints({ mean: 0.5, low: null, high: null })).toEqual({ mean: 50, low: null, high: null });
});
