import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Links } from '../../src/graph/index.js';
import { settledPairs } from '../../src/study/update/settle.js';

const links = (pairs: readonly (readonly [number, number])[]): Links => ({
  left: Int32Array.from(pairs, ([l]) => l),
  right: Int32Array.from(pairs, ([, r]) => r),
});
const words = ({ left, right }: Links) => Array.from(left, (l, i) => `${l} ${right[i]}`).sort();
const none = { left: new Set<number>(), right: new Set<number>() };

/** One-to-one pairs among `count` and `count` entities. */
const oneToOne = (count: number) =>
  fc
    .tuple(
      fc.shuffledSubarray(Array.from({ length: count }, (_, i) => i)),
      fc.shuffledSubarray(Array.from({ length: count }, (_, i) => i)),
    )
    .map(([left, right]) => links(left.slice(0, right.length).map((l, i) => [l, right[i]!] as const)));

test('a new entity moves those that hang together with it, and nobody else', () => {
  const before = links([
    [0, 0],
    [1, 1],
    [5, 5],
    [6, 6],
  ]);
  // Entity 9 takes 0 from 0, which takes 1 from 1; 5 and 6 have changed places for no reason.
  const found = links([
    [9, 0],
    [0, 1],
    [5, 6],
    [6, 5],
  ]);
  expect(words(settledPairs(before, found, { ...none, left: new Set([9]) }))).toEqual(['0 1', '5 5', '6 6', '9 0']);
  expect(words(settledPairs(before, found, none))).toEqual(['0 0', '1 1', '5 5', '6 6']);
});

test('whatever is found, pairs stay one to one; without a change the pairs before stay, with changes everywhere the others', () => {
  fc.assert(
    fc.property(oneToOne(9), oneToOne(9), fc.uniqueArray(fc.nat(8)), (before, found, touched) => {
      const settled = settledPairs(before, found, { left: new Set(touched), right: new Set<number>() });
      expect(new Set(settled.left).size).toBe(settled.left.length);
      expect(new Set(settled.right).size).toBe(settled.right.length);
      const all = new Set([...words(before), ...words(found)]);
      for (const pair of words(settled)) expect(all).toContain(pair);
      const stayed = new Set(words(settledPairs(before, found, none)));
      for (const pair of words(before)) expect(stayed).toContain(pair);
      const everybody = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      expect(words(settledPairs(before, found, { left: everybody, right: everybody }))).toEqual(words(found));
    }),
  );
});
