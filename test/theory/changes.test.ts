import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/base/index.js';
import { type StageAccount, type StageRun, seedChanges, stageClaims } from '../../src/theory/index.js';

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

  const run = (shift: number): StageRun => [
    account(0.5, 0.9, 0.1),
    account(0.1 + shift, 0.6, 0.3),
    account(0.2, 0.8 + shift, 0.3 + shift * (shift > 0.01 ? 1 : -1)),
    account(0, 0.7, 0.9 - shift),
  ];

  it('hold where the interval of the change lies on the claimed side, and cannot be told where it holds zero', () => {
    const rows = stageClaims([run(0), run(0.01), run(0.02)]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['yes', 'yes', 'cannot be told', 'no', 'yes']);
    expect(rows[0]!.before).toBeCloseTo(0.5, 12);
    expect(rows[0]!.after).toBeCloseTo(0.11, 12);
    expect(rows[0]!.change.mean).toBeCloseTo(-0.39, 12);
    // Student's t at 95 % with two degrees of freedom, 4.3027, times the standard error of 0, 0.01, 0.02.
    expect(rows[0]!.change.high! - rows[0]!.change.low!).toBeCloseTo((2 * 4.302653 * 0.01) / Math.sqrt(3), 6);
  });

  it('cannot be told from one run, which has no interval, nor from none', () => {
    const rows = stageClaims([run(0)]);
    expect(rows.map(({ verdict }) => verdict)).toEqual(Array(5).fill('cannot be told'));
    expect(rows[0]).toMatchObject({ before: 0.5, after: 0.1, change: { low: null, high: null } });
    expect(() => stageClaims([])).toThrow(DataError);
  });

  it('are left out where nothing is known', () => {
    const blind = [0, 1, 2, 3].map((i) => account(i === 1 ? null : 0, null, i));
    const rows = stageClaims([[blind[0]!, blind[1]!, blind[2]!, blind[3]!]]);
    expect(rows.map(({ claim }) => claim)).toEqual([
      'stage 2 raises coverage (1 hop)',
      'stage 3 raises coverage (1 hop)',
    ]);
  });
});
