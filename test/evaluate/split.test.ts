import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLinks } from '../../src/evaluate/index.js';
import { GroundTruth } from '../../src/graph/index.js';

const truthOf = (n: number) =>
  new GroundTruth({
    left: Int32Array.from({ length: n }, (_, i) => i),
    right: Int32Array.from({ length: n }, (_, i) => n - 1 - i),
  });

describe('splitLinks', () => {
  it('parts the links, 30 % rounded down for training', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer(), (n, seed) => {
        const { train, test } = splitLinks(truthOf(n), { seed });
        expect(train.left.length).toBe(Math.floor((3 * n) / 10));
        const all = [...train.left, ...test.left].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: n }, (_, i) => i));
        for (const part of [train, test]) expect([...part.right]).toEqual([...part.left].map((l) => n - 1 - l));
      }),
    );
  });
  it('is the same for the same seed and another for another', () => {
    const draw = (seed: number) => splitLinks(truthOf(100), { seed }).test.left;
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });
});
