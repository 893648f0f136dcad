import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/compute/index.js';
import { assignEntities, assignmentQuality } from '../../src/evaluate/index.js';

const unit = (degrees: number[]) =>
  matrix(
    degrees.length,
    2,
    Float32Array.from(degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)])),
  );
const pairsOf = (a: { left: Int32Array; right: Int32Array }) => Array.from(a.left, (l, i) => [l, a.right[i]!]);

describe('assignEntities', () => {
  // Left 0° and 12° both have 5° as their nearest; 90° and 95° are for each other.
  const given = { left: unit([0, 12, 90]), right: unit([5, 40, 95]) };
  it('mutual leaves the one without a partner', () => {
    expect(pairsOf(assignEntities(given, { csls: 0 }))).toEqual(
      expect.arrayContaining([
        [0, 0],
        [2, 2],
      ]),
    );
    expect(assignEntities(given, { csls: 0 }).left.length).toBe(2);
  });
  it('greedy gives it the best that is left', () => {
    const pairs = pairsOf(assignEntities(given, { csls: 0, method: 'greedy' }));
    expect(pairs).toHaveLength(3);
    expect(pairs).toContainEqual([1, 1]);
  });
  it('abstains where the second best is near', () => {
    expect(pairsOf(assignEntities(given, { csls: 0, margin: 0.2 }))).toEqual([[2, 2]]);
  });
});

describe('assignmentQuality', () => {
  const links = (...p: [number, number][]) => ({
    left: Int32Array.from(p, (x) => x[0]),
    right: Int32Array.from(p, (x) => x[1]),
  });
  it('counts true pairs', () => {
    const truth = links([0, 0], [1, 1], [2, 3]);
    expect(assignmentQuality(links([0, 0], [1, 2]), truth)).toEqual({ precision: 0.5, recall: 1 / 3 });
    expect(assignmentQuality(links(), truth)).toEqual({ precision: null, recall: 0 });
  });
});
