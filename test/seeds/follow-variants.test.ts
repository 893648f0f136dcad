import { expect, test } from 'vitest';
import type { SeedSet } from '../../src/graph/index.js';
import { followVariants, variantSeeds } from '../../src/seeds/index.js';
import { precision } from '../support/planted.js';
import { keys, looks, made } from './variant-seeds.js';

const { task, truth, entities } = made;
const { seeds: ordered, options } = await variantSeeds(task, looks);

/** Left rows of the first classes, of five members each. */
const leftsOf = (classes: number) =>
  new Set([...entities.left.keys()].filter((row) => entities.left[row]![0] >= 0 && entities.left[row]![0] < classes));

/** The seeds with these left ends as looks have them, the others as they are in order. */
function mixed(lefts: ReadonlySet<number>): SeedSet {
  const byLooks = new Map(Array.from(looks.left, (l, p) => [l, looks.right[p]!]));
  return {
    ...ordered,
    right: ordered.right.map((r, p) => (lefts.has(ordered.left[p]!) ? byLooks.get(ordered.left[p]!)! : r)),
  };
}

const touchedOf = (lefts: ReadonlySet<number>, seeds: SeedSet) => ({
  left: new Set([...lefts].slice(0, 1)),
  right: new Set(seeds.right.filter((_, p) => lefts.has(seeds.left[p]!)).slice(-1)),
});

test('classes with a touched entity, one of either graph, follow the order of the others, which stay', () => {
  const lefts = leftsOf(1);
  expect(lefts.size).toBe(5);
  const seeds = mixed(lefts);
  expect(precision(seeds, truth)).toBeLessThan(precision(ordered, truth));
  for (const side of ['left', 'right'] as const) {
    const touched = { left: new Set<number>(), right: new Set<number>(), [side]: touchedOf(lefts, seeds)[side] };
    expect(keys(followVariants(task, seeds, touched, options)!)).toEqual(keys(ordered));
  }
});

test('many classes learn from few', () => {
  const lefts = leftsOf(30);
  const touched = { left: lefts, right: new Set<number>() };
  expect(precision(mixed(lefts), truth)).toBeLessThan(0.7);
  expect(precision(followVariants(task, mixed(lefts), touched, options)!, truth)).toBeGreaterThan(0.98);
});

test('nothing touched, nothing changed; too few that could teach: it says so', () => {
  const none = { left: new Set<number>(), right: new Set<number>() };
  expect(followVariants(task, looks, none, options)).toBe(looks);
  const nearlyAll = { left: leftsOf(31), right: new Set<number>() };
  expect(followVariants(task, ordered, nearlyAll, options)).toBeUndefined();
});
