import { expect, it } from 'vitest';
import { planAlignment } from '../../../src/study/index.js';
import { alignmentCost } from '../../../src/study/plan/plan.js';
import { syntheticTask } from '../../../src/synthetic/index.js';

const { task } = syntheticTask({ entities: 400 });
const machine = { rate: 1e10, threads: 2, free: 1 };

it('is made of the steps, and grows with the graphs', () => {
  const one = alignmentCost(task, machine);
  expect(one.seconds).toBeCloseTo(one.steps.reduce((sum, { seconds }) => sum + seconds, 0));
  const four = alignmentCost(syntheticTask({ entities: 1600 }).task, machine);
  for (const [i, { step, seconds }] of four.steps.entries())
    expect(seconds, step).toBeGreaterThan(one.steps[i]!.seconds);
  expect(four.memoryMB).toBeGreaterThan(one.memoryMB);
});

it('takes searches to be as fast as products are, and the rest as it is', () => {
  const [slow, fast] = [alignmentCost(task, machine), alignmentCost(task, { ...machine, rate: 1e14 })];
  const rest = (cost: typeof slow) => cost.steps.find(({ step }) => step === 'training and the rest')!.seconds;
  expect(rest(slow)).toBe(rest(fast));
  expect(slow.seconds).toBeGreaterThan(fast.seconds);
});

it('takes longer where others have half of the machine', () => {
  const half = { rate: machine.rate / 2, threads: 2, free: 0.5 };
  expect(alignmentCost(task, half).seconds).toBeCloseTo(2 * alignmentCost(task, machine).seconds);
});

it('shares runs and cores among workers, but no memory', () => {
  const one = planAlignment(task, { runs: 10, rate: 1e10 });
  const two = planAlignment(task, { runs: 10, workers: 2, rate: 1e10 });
  expect(one.allSeconds).toBeCloseTo(10 * one.seconds);
  expect(two.allSeconds).toBeLessThan(one.allSeconds);
  expect(two.allSeconds).toBeGreaterThan(one.allSeconds / 2);
  expect(two.allMemoryMB).toBeCloseTo(2 * one.allMemoryMB);
  // More workers than runs have nothing to do.
  expect(planAlignment(task, { runs: 1, workers: 8, rate: 1e10 }).allSeconds).toBeCloseTo(one.seconds);
});

it('refuses numbers that are none', () => {
  expect(() => planAlignment(task, { workers: 0 })).toThrow(/planAlignment: option "workers"/);
});
