import { expect, it } from 'vitest';
import { openTask } from '../../src/features/index.js';
import { degreeQuartiles } from '../../src/graph/index.js';
import { mapPrecision, seedMap } from '../../src/study/index.js';
import { plantedTask } from '../support/planted.js';

const seeds = { left: Int32Array.of(3, 1), right: Int32Array.of(2, 0), score: Float32Array.of(1, 0.5) };

it('lays both graphs out by clusters where no kinds are known: ranks of all entities, each once', () => {
  const { task, truth } = plantedTask({ count: 60, noise: 0.5 });
  const map = seedMap(task, new Map([['some', { seeds }]]), truth);
  const all = [...map.left.x, ...map.right.x].sort((a, b) => a - b);
  const n = task.left.entityCount + task.right.entityCount;
  for (const [i, x] of all.entries()) expect(x).toBeCloseTo(i / (n - 1), 3);
  expect(new Set([...map.left.group, ...map.right.group]).size).toBe(map.groups.length);
  const set = map.sets.get('some')!;
  expect(set.inGroup.reduce((a, b) => a + b)).toBe(2);
  expect(set.inGroup[map.left.group[3]!]).toBeGreaterThan(0);
  const partner = truth.rightOf(task.left.entityCount);
  expect(set.correct).toEqual([partner[3] === 2, partner[1] === 0]);
  expect(mapPrecision({ ...set, correct: [true, false, false, true, true] })).toBe(0.6);
  expect(mapPrecision({ ...set, correct: [] })).toBe(0);
});

it('tells skin-toned emoji from the rest, and they lie apart', () => {
  const { task } = openTask('emoji', { seed: 1 });
  const { left, groups, sets } = seedMap(task, new Map([['some', { seeds }]]), undefined);
  expect(groups).toEqual(['skin-toned emoji', 'other entities']);
  const kinds = task.left.facets.get('kind')!;
  expect(left.group).toEqual(kinds.map((kind) => (kind === 'toned' ? 0 : 1)));
  const half = degreeQuartiles(left.x).map((quartile) => (quartile > 1 ? 0 : 1));
  const agree = left.group.filter((group, row) => group === half[row]).length / left.group.length;
  expect(agree).toBeGreaterThan(0.95);
  expect(sets.get('some')!.correct).toBeUndefined();
  expect(mapPrecision(sets.get('some')!)).toBeUndefined();
}, 60_000);
