import { expect, it } from 'vitest';
import { GroundTruth } from '../../src/graph/index.js';
import { seedDeciles } from '../../src/study/index.js';

it('puts seeds into tenths of the entities, and says how many are right', () => {
  // Twenty entities, the higher the row the lower the value: row 19 is in the first tenth, rows 0 and 1 in the last.
  const values = Float32Array.from({ length: 20 }, (_, row) => -row);
  const seeds = { left: Int32Array.of(0, 1, 19, 10), right: Int32Array.of(0, 5, 19, 10), score: new Float32Array(4) };
  const same = Int32Array.from({ length: 20 }, (_, row) => row);
  const { count, share, precision } = seedDeciles(values, seeds, new GroundTruth({ left: same, right: same }));
  expect(count).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 0, 2]);
  expect(share).toEqual([0.25, 0, 0, 0, 0.25, 0, 0, 0, 0, 0.5]);
  expect(precision).toEqual([1, null, null, null, 1, null, null, null, null, 0.5]);
  expect(seedDeciles(values, seeds).precision.every((p) => p === null)).toBe(true);
});
