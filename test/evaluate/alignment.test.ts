import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, OptionError } from '../../src/base/index.js';
import { matrix, normalizeRows, random } from '../../src/compute/index.js';
import { evaluateAlignment, partnerRanks } from '../../src/evaluate/index.js';

interface Case {
  csls: number;
  candidates: 'test' | 'all';
  ranks: number[];
  reverseRanks: number[];
  measures: Record<string, number>;
  reverse: Record<string, number>;
}
const figures = JSON.parse(readFileSync(new URL('../oracle/scipy_ranks/figures.json', import.meta.url), 'utf8'));
const fromRows = (rows: number[][]) => matrix(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));
const rows = (...list: number[]) => Int32Array.from(list);

describe('evaluateAlignment', () => {
  const { left, right, testLeft, testRight, cases } = figures.alignment;
  const embeddings = { left: fromRows(left), right: fromRows(right) };
  it.each(cases as Case[])("gives SciPy's ranks, ties against us (csls $csls, candidates $candidates)", (c) => {
    const test = { left: Int32Array.from(testLeft), right: Int32Array.from(testRight) };
    const scores = evaluateAlignment(embeddings, test, { csls: c.csls, candidates: c.candidates });
    expect([...scores.ranks]).toEqual(c.ranks);
    expect([...scores.reverseRanks]).toEqual(c.reverseRanks);
    expect(partnerRanks(embeddings, test, { csls: c.csls, candidates: c.candidates })).toEqual(scores.ranks);
    for (const [name, value] of Object.entries(c.measures)) expect(scores[name as 'mrr']).toBeCloseTo(value, 12);
    for (const [name, value] of Object.entries(c.reverse)) expect(scores.reverse[name as 'mrr']).toBeCloseTo(value, 12);
  });

  it('agrees with a case worked by hand', () => {
    // Angles in degrees: left 0, 90; right 10 (true for 0), 80 (true for 90), 5 (a distractor nearer to 0 than 10 is).
    const unit = (degrees: number[]) =>
      fromRows(degrees.map((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]));
    const given = { left: unit([0, 90]), right: unit([10, 80, 5]) };
    const test = { left: rows(0, 1), right: rows(0, 1) };
    const among = evaluateAlignment(given, test, { csls: 0 });
    expect([...among.ranks]).toEqual([1, 1]);
    const all = evaluateAlignment(given, test, { csls: 0, candidates: 'all' });
    expect([...all.ranks]).toEqual([2, 1]);
    expect(all).toMatchObject({ hits1: 0.5, hits5: 1, hits10: 1, mrr: 0.75, meanRank: 1.5 });
    expect([...all.reverseRanks]).toEqual([1, 1]);
  });

  it('ranks the partner last when all embeddings are equal', () => {
    const same = matrix(5, 3, new Float32Array(15).fill(0.7));
    const test = { left: rows(0, 1, 2, 3, 4), right: rows(0, 1, 2, 3, 4) };
    for (const csls of [0, 3]) expect(evaluateAlignment({ left: same, right: same }, test, { csls }).meanRank).toBe(5);
  });

  it('does not depend on the length of rows or the order of the links', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer(), (n, seed) => {
        const draw = random(seed);
        const cells = () => Float32Array.from({ length: n * 4 }, () => draw.normal());
        const given = { left: matrix(n, 4, cells()), right: matrix(n, 4, cells()) };
        const order = draw.permutation(n);
        const ends = Int32Array.from({ length: n }, (_, i) => i);
        const scores = evaluateAlignment(given, { left: ends, right: ends });
        const scaled = { left: { ...given.left, data: given.left.data.map((v) => v * 4) }, right: given.right };
        const again = evaluateAlignment(scaled, { left: order, right: order });
        expect(Array.from(order, (i) => scores.ranks[i])).toEqual([...again.ranks]);
        expect(again.mrr).toBeCloseTo(scores.mrr!, 12);
      }),
      { numRuns: 30 },
    );
  });

  describe('by sinkhorn', () => {
    const draw = random(2).fork('sinkhorn ranks');
    const cells = (n: number) => Float32Array.from({ length: n * 6 }, () => draw.normal());
    const sides = { left: normalizeRows(matrix(30, 6, cells(30))), right: normalizeRows(matrix(34, 6, cells(34))) };
    const test = { left: draw.permutation(30).subarray(0, 20), right: draw.permutation(34).subarray(0, 20) };
    const dot = (i: number, j: number) =>
      sides.left.data.subarray(6 * i, 6 * i + 6).reduce((sum, x, d) => sum + x * sides.right.data[6 * j + d]!, 0);

    /** The plan by its definition, and both directions' ranks in it: rows and columns by their own numbers. */
    function ranksIn(rows: number[], columns: number[]): { ranks: number[]; reverseRanks: number[] } {
      let p = rows.map((i) => columns.map((j) => Math.exp(50 * dot(i, j))));
      for (let step = 0; step < 10; step++) {
        p = p.map((row) => row.map((x) => x / row.reduce((a, b) => a + b, 0)));
        const sums = columns.map((_, j) => p.reduce((sum, row) => sum + row[j]!, 0));
        p = p.map((row) => row.map((x, j) => x / sums[j]!));
      }
      const at = Array.from(test.left, (l, i) => [rows.indexOf(l), columns.indexOf(test.right[i]!)] as const);
      return {
        ranks: at.map(([i, j]) => p[i]!.filter((x) => x >= p[i]![j]!).length),
        reverseRanks: at.map(([i, j]) => p.filter((row) => row[j]! >= p[i]![j]!).length),
      };
    }
    const every = (n: number) => Array.from({ length: n }, (_, i) => i);

    it.each([0, 34])('ranks in one plan, of the test ends or of all (keep %i)', (keep) => {
      const o = { decoder: 'sinkhorn', keep } as const;
      const among = evaluateAlignment(sides, test, o);
      expect({ ranks: [...among.ranks], reverseRanks: [...among.reverseRanks] }).toEqual(
        ranksIn([...test.left], [...test.right]),
      );
      const all = evaluateAlignment(sides, test, { ...o, candidates: 'all' });
      expect({ ranks: [...all.ranks], reverseRanks: [...all.reverseRanks] }).toEqual(ranksIn(every(30), every(34)));
      expect(all.options).toMatchObject({ decoder: 'sinkhorn', temperature: 50, steps: 10, slack: null });
    });

    it('cosine is csls of no neighbours', () => {
      const [cosine, none] = [{ decoder: 'cosine' } as const, { csls: 0 }].map((o) =>
        evaluateAlignment(sides, test, o),
      );
      expect(cosine!.ranks).toEqual(none!.ranks);
      expect(cosine!.reverseRanks).toEqual(none!.reverseRanks);
    });
  });

  it('refuses no links, unequal widths and unknown options', () => {
    const none = { left: rows(), right: rows() };
    expect(() => evaluateAlignment(embeddings, none)).toThrow(DataError);
    const one = { left: rows(0), right: rows(0) };
    expect(() => evaluateAlignment({ left: matrix(2, 3), right: matrix(2, 4) }, one)).toThrow(/3 and 4 wide/);
    expect(() => evaluateAlignment(embeddings, one, { candidate: 'all' } as object)).toThrow(OptionError);
  });
});
