import { describe, expect, it } from 'vitest';
import { linkedQuality, matchQuality } from '../../src/evaluate/index.js';

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

describe('linkedQuality', () => {
  const rows = [
    [0, 0, 'known'], // given, and a link: neither asked nor counted
    [1, 1, 'seed'], // right
    [2, 3, 'found'], // both ends are named by other links: wrong
    [7, 4, 'found'], // its right end is named: wrong
    [8, 9, 'found'], // no link tells of it
    [3, 3, 'candidate'], // right, but no match
  ] as const;
  const matches = {
    left: Int32Array.from(rows, ([l]) => l),
    right: Int32Array.from(rows, ([, r]) => r),
    score: new Float32Array(rows.length),
    confidence: new Float32Array(rows.length),
    rank: new Int32Array(rows.length),
    reverseRank: new Int32Array(rows.length),
    stage: rows.map(([, , stage]) => stage),
    mutual: new Uint8Array(rows.length),
  };

  it('counts the matches that a link tells of, and leaves out what was known', () => {
    const same = Int32Array.of(0, 1, 2, 3, 4);
    expect(linkedQuality(matches, { left: same, right: same })).toEqual({ precision: 1 / 3, recall: 1 / 4, links: 4 });
  });

  it('is nothing without links that are left to ask for', () => {
    const known = { left: Int32Array.of(0), right: Int32Array.of(0) };
    expect(linkedQuality(matches, known)).toEqual({ precision: null, recall: null, links: 0 });
  });
});
