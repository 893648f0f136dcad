import { expect, test } from 'vitest';
import { endProfile, profiled, startProfile, steps } from '../../src/base/index.js';
import { profileTable } from '../../src/cli/table.js';

const spin = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test('a profile books all time by stage and operation, and ends', async () => {
  const start = performance.now();
  startProfile();
  const tell = steps(undefined, 'stage 2, round 1 of 7', 1);
  expect(profiled('gemm', 10, () => 5)).toBe(5);
  profiled('gemm', 20, () => spin(30));
  expect(() => profiled('search', 0, () => void JSON.parse('{'))).toThrow(SyntaxError);
  steps(undefined, 'stage 2, round 2 of 7', 1);
  profiled('gemm', 1, () => 0);
  spin(10);
  await tell(1);
  const entries = endProfile();
  const seconds = (performance.now() - start) / 1e3;
  const key = entries.map(({ stage, op, calls, flops }) => [stage, op, calls, flops]);
  expect(key).toEqual([
    ['start', 'other', 0, 0],
    ['stage 2, round n', 'other', 0, 0],
    ['stage 2, round n', 'gemm', 3, 31],
    ['stage 2, round n', 'search', 1, 0],
  ]);
  expect(entries.reduce((sum, { wall }) => sum + wall, 0)).toBeLessThanOrEqual(seconds);
  expect(entries[2]!.wall).toBeGreaterThanOrEqual(0.03);
  expect(profiled('gemm', 1, () => 1)).toBe(1);
  expect(endProfile()).toEqual([]);
});

test('its table gives shares of the processor time, and of the rate of matrix products', () => {
  const entry = { stage: 'flooding', op: 'searchBest', calls: 2, wall: 2, cpu: 3, flops: 4e9 };
  const text = profileTable([entry, { ...entry, op: 'other', calls: 0, cpu: 1, flops: 0 }], 8e9);
  expect(text).toMatch(/flooding │ searchBest │ +2 │ +2.00 │ +3.00 │ +75.0 │ +2.0 │ +25.0 /);
  expect(text).toMatch(/other +│ +│ +2.00 │ +1.00 │ +25.0 │ +│ +│/);
  expect(text).toContain('4.0 CPU s');
});
