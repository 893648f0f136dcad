import { describe, expect, it } from 'vitest';
import { type StageAccount, seedChanges, stageClaims } from '../../src/theory/index.js';

const set = (...pairs: [number, number][]) => ({
  left: Int32Array.from(pairs, ([l]) => l),
  right: Int32Array.from(pairs, ([, r]) => r),
  score: new Float32Array(pairs.length),
});
const pairs = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
  Array.from(left, (l, i) => [l, right[i]!] as const);

describe('T5, pair by pair', () => {
  // Left entity i belongs to right entity i, that of left entity 9 is not known.
  const partner = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, -1);
  const before = set([0, 0], [1, 2], [3, 3], [4, 5], [6, 7], [9, 9]);
  const after = set([9, 9], [5, 5], [1, 1], [0, 0], [8, 6]);
  const [change] = seedChanges({ before, after }, partner);

  it('sorts pairs by what became of them and whether they are true, in the order of their set', () => {
    expect([change!.from, change!.to]).toEqual(['before', 'after']);
    expect(pairs(change!.kept.correct)).toEqual([[0, 0]]);
    expect(pairs(change!.kept.wrong)).toEqual([[9, 9]]);
    expect(pairs(change!.added.correct)).toEqual([
      [5, 5],
      [1, 1],
    ]);
    expect(pairs(change!.added.wrong)).toEqual([[8, 6]]);
    expect(pairs(change!.dropped.correct)).toEqual([[3, 3]]);
    expect(pairs(change!.dropped.wrong)).toEqual([
      [1, 2],
      [4, 5],
      [6, 7],
    ]);
  });

  it('counts as replaced what has an end in a later pair, as mended what now has its true partner', () => {
    // (1, 2) by (1, 1), (4, 5) by (5, 5); of left entity 6 and right entity 7 nothing is left, nor of (3, 3).
    expect(change).toMatchObject({ replaced: 2, mended: 1 });
  });

  it('goes along a list of sets, and nothing changes from a set to itself', () => {
    const steps = seedChanges({ a: before, b: after, c: after }, partner);
    expect(steps.map(({ from, to }) => from + to)).toEqual(['ab', 'bc']);
    expect(steps[1]!.added.correct.left).toHaveLength(0);
    expect(steps[1]!.dropped.wrong.left).toHaveLength(0);
    expect(steps[1]!.kept.correct.left).toHaveLength(3);
    expect(seedChanges({ a: before }, partner)).toEqual([]);
  });
});

describe('T5, the claims', () => {
  const account = (kl: number | null, precision: number | null, reached: number): StageAccount => ({
    stage: '',
    count: 10,
    correct: null,
    precision,
    spread: kl === null ? null : { entropy: 1, kl },
    coverage: { 0: 0, 1: reached, 2: 1 },
    regions: [],
  });

  it('hold where the measure moves the claimed way, and not where it stays', () => {
    const rows = stageClaims([
      account(0.5, 0.9, 0.1),
      account(0.1, 0.6, 0.3),
      account(0.2, 0.8, 0.3),
      account(0, 0.7, 0.9),
    ]);
    expect(rows.map(({ holds }) => holds)).toEqual([true, true, false, false, true]);
    expect(rows[0]).toMatchObject({ before: 0.5, after: 0.1 });
    expect(rows[4]).toMatchObject({ before: 0.3, after: 0.9 });
  });

  it('are left out where nothing is known', () => {
    const blind = [0, 1, 2, 3].map((i) => account(i === 1 ? null : 0, null, i));
    const rows = stageClaims([blind[0]!, blind[1]!, blind[2]!, blind[3]!]);
    expect(rows.map(({ claim }) => claim)).toEqual([
      'stage 2 raises coverage (1 hop)',
      'stage 3 raises coverage (1 hop)',
    ]);
  });
});
