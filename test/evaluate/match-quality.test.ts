import { describe, expect, it } from 'vitest';
import { matchQuality } from '../../src/evaluate/index.js';

describe('matchQuality', () => {
  const links = (...p: [number, number][]) => ({
    left: Int32Array.from(p, (x) => x[0]),
    right: Int32Array.from(p, (x) => x[1]),
  });
  it('counts true pairs', () => {
    const truth = links([0, 0], [1, 1], [2, 3]);
    expect(matchQuality(links([0, 0], [1, 2]), truth)).toEqual({ precision: 0.5, recall: 1 / 3 });
    expect(matchQuality(links(), truth)).toEqual({ precision: null, recall: 0 });
  });
});
