import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, OptionError } from '../../src/base/index.js';
import { matrix, normalizeRows, random, takeRows } from '../../src/compute/index.js';
import { type MatchOptions, matchEntities } from '../../src/match/index.js';

const unit = (degrees: number[]) =>
  matrix(
    degrees.length,
    2,
    Float32Array.from(degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)])),
  );
const pairsOf = (a: { left: Int32Array; right: Int32Array }) => Array.from(a.left, (l, i) => [l, a.right[i]!]);
const drawn = (seed: number, rows: number, cols: number) => {
  const draw = random(seed).fork('match test');
  return normalizeRows(
    matrix(
      rows,
      cols,
      Float32Array.from({ length: rows * cols }, () => draw.normal()),
    ),
  );
};

describe('matchEntities', () => {
  // Left 0° and 12° both have 5° as their nearest; 90° and 95° are for each other.
  const given = { left: unit([0, 12, 90]), right: unit([5, 40, 95]) };
  it('mutual leaves the one without a partner', () => {
    const matches = matchEntities(given, { decoder: 'cosine' });
    expect(pairsOf(matches).sort()).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(matches.options).toMatchObject({ decoder: 'cosine', method: 'mutual', margin: 0 });
  });
  it('csls of 0 is cosine', () => {
    expect(pairsOf(matchEntities(given, { csls: 0 }))).toEqual(pairsOf(matchEntities(given, { decoder: 'cosine' })));
  });
  it('greedy gives it the best that is left', () => {
    const pairs = pairsOf(matchEntities(given, { csls: 0, method: 'greedy' }));
    expect(pairs).toHaveLength(3);
    expect(pairs).toContainEqual([1, 1]);
  });
  it('abstains where the second best is near', () => {
    expect(pairsOf(matchEntities(given, { csls: 0, margin: 0.2 }))).toEqual([[2, 2]]);
  });
  it('sinkhorn gives the one in the middle to whom nobody else wants, with probabilities', () => {
    const matches = matchEntities(given, { decoder: 'sinkhorn', slack: null, steps: 200 });
    expect(pairsOf(matches).sort()).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    for (const p of matches.score) expect(p).toBeGreaterThan(0.9);
    for (const p of matches.score) expect(p).toBeLessThanOrEqual(1 + 1e-5);
  });
  it('slack leaves alone what is unlike', () => {
    const apart = { left: unit([0, 90]), right: unit([2, 200]) };
    const score = (slack: number | null) => {
      const { left, score: found } = matchEntities(apart, { decoder: 'sinkhorn', slack, steps: 50 });
      return Array.from({ length: 2 }, (_, i) => (left.includes(i) ? found[left.indexOf(i)]! : 0));
    };
    expect(score(null)[1]).toBeGreaterThan(0.99);
    expect(score(0.5)[0]).toBeGreaterThan(0.95);
    expect(score(0.5)[1]).toBeLessThan(0.01);
  });

  it('optimal is the best of all assignments, whatever the shape', () => {
    const permutations = (items: number[]): number[][] =>
      items.length === 0
        ? [[]]
        : items.flatMap((item) => permutations(items.filter((x) => x !== item)).map((rest) => [item, ...rest]));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }), fc.integer(), (n, m, seed) => {
        const sides = { left: drawn(seed, n, 3), right: drawn(seed + 1, m, 3) };
        const cosine = (i: number, j: number) =>
          [0, 1, 2].reduce((sum, d) => sum + sides.left.data[3 * i + d]! * sides.right.data[3 * j + d]!, 0);
        const [few, many] = [Math.min(n, m), Math.max(n, m)];
        const total = (order: number[]) =>
          order.slice(0, few).reduce((sum, to, from) => sum + (n <= m ? cosine(from, to) : cosine(to, from)), 0);
        const best = Math.max(...permutations(Array.from({ length: many }, (_, i) => i)).map(total));
        const found = matchEntities(sides, { decoder: 'cosine', method: 'optimal' });
        expect(found.left).toHaveLength(few);
        expect(new Set(found.left).size).toBe(few);
        expect(new Set(found.right).size).toBe(few);
        expect(pairsOf(found).reduce((sum, [i, j]) => sum + cosine(i!, j!), 0)).toBeCloseTo(best, 5);
        expect([...found.score]).toEqual([...found.score].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });

  const every = (['cosine', 'csls', 'sinkhorn'] as const).flatMap((decoder) =>
    (['mutual', 'greedy', 'optimal'] as const).flatMap((method) =>
      (decoder === 'sinkhorn' ? [0, 20] : [0]).map((keep): MatchOptions => ({ decoder, method, keep })),
    ),
  );

  it.each(every)('$decoder $method (keep $keep) does not depend on the order of entities', (o) => {
    const sides = { left: drawn(3, 60, 6), right: drawn(4, 50, 6) };
    const order = random(5).permutation(60);
    const moved = { ...sides, left: takeRows(sides.left, order) };
    const back = pairsOf(matchEntities(moved, o)).map(([i, j]) => `${order[i!]} ${j}`);
    expect(back.sort()).toEqual(
      pairsOf(matchEntities(sides, o))
        .map(([i, j]) => `${i} ${j}`)
        .sort(),
    );
  });

  it.each(every)('$decoder $method (keep $keep) takes nothing from the order where all are equal', (o) => {
    const n = 120;
    const ones = matrix(n, 3, new Float32Array(3 * n).fill(1));
    let hits = 0;
    for (let tieSeed = 1; tieSeed <= 10; tieSeed++)
      hits += pairsOf(matchEntities({ left: ones, right: ones }, { ...o, tieSeed })).filter(([i, j]) => i === j).length;
    // One a draw by chance, each nearly Poisson.
    expect(hits).toBeLessThan(30);
  });

  it.each(every)('$decoder $method (keep $keep) matches among the given alone, by their own numbers', (o) => {
    const sides = { left: drawn(6, 40, 8), right: drawn(6, 40, 8) };
    const among = { left: [5, 9, 30, 2, 17], right: [30, 17, 2, 9, 5] };
    const found = matchEntities(sides, o, among);
    expect(pairsOf(found).sort((a, b) => a[0]! - b[0]!)).toEqual([2, 5, 9, 17, 30].map((i) => [i, i]));
  });

  it('nobody to match: no matches', () => {
    for (const o of every) {
      expect(matchEntities({ left: matrix(0, 3), right: drawn(1, 4, 3) }, o).left).toHaveLength(0);
      expect(matchEntities({ left: drawn(1, 4, 3), right: matrix(0, 3) }, o).left).toHaveLength(0);
    }
  });

  it('refuses unequal widths, unknown names and an assignment that is too large', () => {
    expect(() => matchEntities({ left: matrix(2, 3), right: matrix(2, 4) })).toThrow(/3 and 4 wide/);
    expect(() => matchEntities(given, { decoder: 'sinkhorm' as 'sinkhorn' })).toThrow(OptionError);
    const large = { left: matrix(4097, 1), right: matrix(4096, 1) };
    expect(() => matchEntities(large, { decoder: 'cosine', method: 'optimal' })).toThrow(DataError);
    expect(() => matchEntities(large, { decoder: 'cosine', method: 'optimal' })).toThrow(/4097 × 4096.*takes too long/);
  });
});
