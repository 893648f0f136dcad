import { expect, it } from 'vitest';
import { DataError } from '../../src/base/index.js';
import { rankCorrelation } from '../../src/stats/index.js';

it('rank correlation: equal values share their mean rank', () => {
  // Mean ranks 1, 2.5, 2.5, 6, 4, 7, 5 and 4, 1.5, 5, 1.5, 6, 7, 3; Pearson's correlation of them by hand.
  const [a, b] = [
    [1, 2.5, 2.5, 6, 4, 7, 5],
    [4, 1.5, 5, 1.5, 6, 7, 3],
  ] as const;
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, i) => sum + (v - 4) * (y[i]! - 4), 0);
  const wanted = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  expect(rankCorrelation([1, 2, 2, 5, 3, 9, 4], [3, 1, 4, 1, 5, 9, 2])).toBeCloseTo(wanted, 12);
  expect(rankCorrelation([0.1, 0.2, 0.3, 0.4], Float32Array.of(4, 3, 2, 1))).toBeCloseTo(-1, 12);
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
});

it('rank correlation needs pairs', () => {
  expect(() => rankCorrelation([1], [1])).toThrow(DataError);
  expect(() => rankCorrelation([1, 2], [1])).toThrow(/2 and 1 values/);
});
