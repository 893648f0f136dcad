import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DataError } from '../../src/base/index.js';
import { clusterGroups, effectOrder, gainEffects, gainGroups, gainSplit } from '../../src/study/index.js';
import { majority } from '../../src/study/sources/vote.js';
import { plantedTask } from '../support/planted.js';
import { record } from './made-up-records.js';

describe('gainEffects', () => {
  const groups = { links: 5, marks: { all: Uint8Array.of(1, 1, 1, 1, 1), last: Uint8Array.of(0, 0, 0, 1, 1) } };
  // The pivot's third run has no partner; "once" has one run.
  const records = [
    record('psqe', 1, [1, 1, 1, 0, 0]),
    record('psqe', 2, [1, 1, 1, 1, 0]),
    record('pivot', 2, [1, 0, 0, 0, 0]),
    record('pivot', 1, [1, 0, 0, 0, 1]),
    record('pivot', 3, [1, 1, 1, 1, 1]),
    record('once', 2, [0, 0, 0, 1, 1]),
    record('alone', 9, [1, 1, 1, 1, 1]),
  ];
  const effects = gainEffects(records, { against: 'psqe', groups });
  const of = (ablation: string, group: string) => effects.find((e) => e.ablation === ablation && e.group === group)!;

  it('pairs by random seed, in every group', () => {
    expect(of('pivot', 'all')).toMatchObject({ runs: 2, links: 5 });
    expect(of('pivot', 'last')).toMatchObject({ runs: 2, links: 2 });
    expect(of('pivot', 'all').hits1.mean).toBeCloseTo((2 / 5 + 1 / 5) / 2, 9);
    // Differences -.2 and -.6; t for one degree of freedom is 12.7062.
    const { mean, low, high } = of('pivot', 'all').effect!;
    expect([mean, low, high].map((x) => Number(x!.toFixed(3)))).toEqual([-0.4, -2.941, 2.141]);
    expect(of('pivot', 'last').effect!.mean).toBeCloseTo((1 / 2 - 0 + (0 - 1 / 2)) / 2, 9);
  });

  it('gives one run no interval, the ablation itself no effect, and leaves out what cannot be paired', () => {
    expect(of('once', 'last').effect).toEqual({ mean: 0.5, low: null, high: null });
    expect(of('psqe', 'all').effect).toBeNull();
    expect(effects.some((e) => e.ablation === 'alone')).toBe(false);
    expect(() => gainEffects(records, { against: 'none', groups })).toThrow(DataError);
  });

  it('groups test links by degree and kind; without kinds by degree alone', () => {
    const { task, truth } = plantedTask({ count: 80, noise: 0.5 });
    const { links, marks } = gainGroups(task, truth);
    const sizes = Object.entries(marks).map(([name, each]) => [name, each.reduce((a, b) => a + b, 0)] as const);
    expect(sizes[0]).toEqual(['all', links]);
    expect(links).toBe(gainSplit(truth).test.left.length);
    expect(sizes.slice(1).reduce((sum, [, size]) => sum + size, 0)).toBe(links);
    expect(Object.keys(marks)).not.toContain('skin-toned');
  });

  it('groups test links by cluster, without clusters of few', () => {
    const { task, truth } = plantedTask({ count: 80, noise: 0.5 });
    const total = (marks: Uint8Array) => marks.reduce((a, b) => a + b, 0);
    const every = clusterGroups(task, truth, { clusters: 4, least: 1 });
    expect(Object.values(every.marks).reduce((sum, marks) => sum + total(marks), 0)).toBe(every.links);
    const largest = Math.max(...Object.values(every.marks).map(total));
    const some = clusterGroups(task, truth, { clusters: 4, least: largest });
    const kept = Object.entries(every.marks).filter(([, marks]) => total(marks) === largest);
    expect(some).toEqual({ links: every.links, marks: Object.fromEntries(kept) });
  });
});

test('gainEffects says what is missing', () => {
  const groups = { links: 5, marks: { all: Uint8Array.of(1, 1, 1, 1, 1) } };
  expect(() => gainEffects([], { against: 'psqe', groups })).toThrow(/there are no records\. Run each ablation/);
  const one = [record('pivot', 1, [1, 0, 0, 0, 0])];
  expect(() => gainEffects(one, { against: 'psqe', groups })).toThrow(/no runs of "psqe"/);
});

describe('majority', () => {
  it('is what two of three sets have, one-to-one, with the mean score of those that have it', () => {
    const set = (rows: readonly number[], score: number) => ({
      left: Int32Array.from(rows, (_, i) => i),
      right: Int32Array.from(rows),
      score: new Float32Array(rows.length).fill(score),
    });
    const voted = majority([set([0, 1, 2], 1), set([0, 2, 1], 0.5), set([3, 1, 0], 0)]);
    expect(voted).toEqual({ left: Int32Array.of(0, 1), right: Int32Array.of(0, 1), score: Float32Array.of(0.75, 0.5) });
    const permutation = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    fc.assert(
      fc.property(permutation, permutation, permutation, (a, b, c) => {
        const { left, right } = majority([set(a, 1), set(b, 1), set(c, 1)]);
        expect(new Set(left).size + new Set(right).size).toBe(2 * left.length);
        const agreed = a.map((_, i) => [a, b, c].some((x, s, all) => all.some((y, t) => t !== s && y[i] === x[i])));
        expect(left.length).toBe(agreed.filter(Boolean).length);
      }),
    );
  });
});

test('ablations are ordered by their effect in the first group, without the one that all are compared with', () => {
  const row = (ablation: string, group: string, mean: number | null) => ({
    ...{ ablation, group, runs: 1, mark: '', links: 9 },
    hits1: { mean: 0.5, low: null, high: null },
    effect: mean === null ? null : { mean, low: null, high: null },
  });
  const rows = [
    row('psqe', 'all', null),
    row('a', 'all', 0.1),
    row('b', 'all', -0.2),
    row('b', 'few', 1),
    row('c', 'few', 0),
  ];
  expect(effectOrder(rows)).toEqual(['b', 'a']);
  expect(effectOrder([])).toEqual([]);
});
