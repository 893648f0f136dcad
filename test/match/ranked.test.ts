import { describe, expect, test } from 'vitest';
import { mutualTransport, normalizeRows, sinkhorn, takeRows, transportProbabilities } from '../../src/compute/index.js';
import { fuse } from '../../src/features/index.js';
import { decode, leastBest, matchEntities, matchOptions, rankMatches, scoreSpread } from '../../src/match/index.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(30);
const sides = fuse(task, { weights: { image: 1, attribute: 1 } });
const [n, m] = [sides.left.rows, sides.right.rows];

/** The probability of every pair, by the plan itself. */
function table(keep: number | null): number[][] {
  const { plan } = decode(sides.left, sides.right, matchOptions.resolve({ decoder: 'sinkhorn', keep }));
  return Array.from({ length: n }, (_, i) => {
    const row = { left: new Int32Array(m).fill(i), right: Int32Array.from({ length: m }, (_, j) => j) };
    return [...transportProbabilities(plan!, row)];
  });
}

/** The places of a list's numbers, 1 for the greatest. */
const places = (list: readonly number[]) => list.map((own) => list.filter((other) => other > own).length + 1);

describe('rankMatches', () => {
  test('are the mutual matches of Sinkhorn, with the seeds among them marked', () => {
    const plain = matchEntities(sides, { decoder: 'sinkhorn' });
    const seeds = { left: plain.left.slice(0, 5), right: plain.right.slice(0, 5) };
    const found = rankMatches(sides, { seeds });
    expect([found.left, found.right, found.score]).toEqual([
      plain.left,
      plain.right,
      // A plan's rows add up to 1 only in the end: a probability may be above it by rounding.
      plain.score.map((score) => Math.min(1, score)),
    ]);
    expect(found.stage).toEqual(Array.from(plain.left, (_, i) => (i < 5 ? 'seed' : 'found')));
    expect([...found.rank, ...found.reverseRank].every((rank) => rank === 1)).toBe(true);
  });

  test.each([3, 8])('one pass over all pairs tells what searches of their own do (keep %s)', (keep) => {
    const found = rankMatches(sides, {}, { keep });
    const plain = matchEntities(sides, { decoder: 'sinkhorn', keep });
    expect([found.left, found.right]).toEqual([plain.left, plain.right]);
    expect(found.score).toEqual(plain.score.map((score) => Math.min(1, score)));
    const nearest = matchEntities(sides, { decoder: 'csls' });
    const partner = new Map(Array.from(nearest.left, (l, i) => [l, nearest.right[i]]));
    expect([...found.mutual]).toEqual(Array.from(found.left, (l, i) => (partner.get(l) === found.right[i] ? 1 : 0)));
    const unit = { left: normalizeRows(sides.left), right: normalizeRows(sides.right) };
    const o = { temperature: 50, steps: 10, candidates: keep, slack: leastBest(unit) };
    expect(mutualTransport(sinkhorn(unit, o), { tieSeed: 1 }).left).toEqual(plain.left);
  });

  test.each([null, 20])(
    'give the best partners of every entity of both graphs, with their places (keep %s)',
    (keep) => {
      const top = 3;
      const p = table(keep);
      const [rank, back] = [p.map(places), p[0]!.map((_, j) => places(p.map((row) => row[j]!)))];
      const found = rankMatches(sides, {}, { top, keep });
      const wanted = p.flatMap((row, i) =>
        row.flatMap((_, j) => (rank[i]![j]! <= top || back[j]![i]! <= top ? [`${i} ${j}`] : [])),
      );
      expect(Array.from(found.left, (l, i) => `${l} ${found.right[i]}`).sort()).toEqual(wanted.sort());
      found.left.forEach((l, i) => {
        const r = found.right[i]!;
        expect(found.score[i]).toBeCloseTo(p[l]![r]!, 4);
        if (found.stage[i] !== 'candidate') return;
        expect(found.rank[i]).toBe(rank[l]![r]! <= top ? rank[l]![r] : 0);
        expect(found.reverseRank[i]).toBe(back[r]![l]! <= top ? back[r]![l] : 0);
      });
    },
  );

  test('known links are matches even where nothing speaks for them, and their entities have no other', () => {
    const known = { left: Int32Array.of(0, 1), right: Int32Array.of(truth.links.right[1]!, truth.links.right[0]!) };
    const found = rankMatches(sides, { known }, { top: 4 });
    expect(found.stage.slice(0, 2)).toEqual(['known', 'known']);
    expect([...found.score.slice(0, 2)]).toEqual([1, 1]);
    expect([...found.left.slice(2)]).not.toEqual(expect.arrayContaining([0]));
    expect([...found.left.slice(2)].filter((l) => l < 2)).toEqual([]);
    expect([...found.right.slice(2)].filter((r) => known.right.includes(r))).toEqual([]);
  });

  test('nothing but what is known is left when all is known, and nothing is below the least score', () => {
    const all = rankMatches(sides, { known: truth.links }, { top: 2 });
    expect(new Set(all.stage)).toEqual(new Set(['known']));
    const some = rankMatches(sides, {}, { top: 2, minScore: 0.9 });
    expect(some.left.length).toBeGreaterThan(0);
    expect(some.score.every((score) => score >= 0.9)).toBe(true);
    expect(() => rankMatches(sides, {}, { minScore: 2 })).toThrow(/minScore/);
  });

  test.each([null, 20])('pairs known to be different are nowhere, and others take their place (keep %s)', (keep) => {
    const plain = rankMatches(sides, {}, { top: 3, keep });
    const wrong = { left: plain.left.slice(0, 12), right: plain.right.slice(0, 12) };
    const known = { left: plain.left.slice(12, 14), right: plain.right.slice(12, 14) };
    const found = rankMatches(sides, { known, different: wrong }, { top: 3, keep });
    const keys = new Set(Array.from(found.left, (l, i) => `${l} ${found.right[i]}`));
    wrong.left.forEach((l, i) => {
      expect(keys.has(`${l} ${wrong.right[i]}`)).toBe(false);
      expect(found.left).toContain(l);
    });
  });

  test('what is known to be different has no match rather than a wrong one', () => {
    const one = { left: takeRows(sides.left, [0]), right: takeRows(sides.right, [0, 1]) };
    const both = { left: Int32Array.of(0, 0), right: Int32Array.of(0, 1) };
    expect(rankMatches(one, { different: both }, { top: 2 }).left).toHaveLength(0);
  });

  test.each([null, 20])('many to one: every left entity has its most probable partner (keep %s)', (keep) => {
    const p = table(keep);
    const found = rankMatches(sides, {}, { cardinality: 'many-to-one', keep });
    expect([...found.left].sort((a, b) => a - b)).toEqual(p.map((_, i) => i));
    found.left.forEach((l, i) => {
      expect(p[l]![found.right[i]!]).toBe(Math.max(...p[l]!));
      if (i > 0) expect(found.score[i]).toBeLessThanOrEqual(found.score[i - 1]!);
    });
    const single = rankMatches(sides, {}, { keep });
    const keys = new Set(Array.from(found.left, (l, i) => `${l} ${found.right[i]}`));
    expect(Array.from(single.left, (l, i) => keys.has(`${l} ${single.right[i]}`))).not.toContain(false);
    expect(found.left.length).toBeGreaterThan(single.left.length);
  });

  test('of every pair it is told whether it is the nearest by likeness, too', () => {
    const nearest = matchEntities(sides, { decoder: 'csls' });
    const keys = new Set(Array.from(nearest.left, (l, i) => `${l} ${nearest.right[i]}`));
    const known = { left: truth.links.left.slice(0, 3), right: truth.links.right.slice(0, 3) };
    for (const found of [rankMatches(sides, {}, { top: 3 }), rankMatches(sides, { known })]) {
      const told = Array.from(found.left, (l, i) => (keys.has(`${l} ${found.right[i]}`) ? 1 : 0));
      expect([...found.mutual]).toEqual(told);
      expect(new Set(told).size).toBe(2);
    }
  });
});

test('the spread of the scores is of what was found alone', () => {
  const stage = ['known', 'found', 'found', 'seed', 'found', 'candidate'] as const;
  const rows = Int32Array.from(stage, (_, i) => i);
  const score = Float32Array.of(1, 0.5, 0.75, 0.25, 1, 0);
  const matches = { left: rows, right: rows, rank: rows, reverseRank: rows, stage, confidence: score };
  const mutual = Uint8Array.of(1, 1, 0, 1, 1, 0);
  expect(scoreSpread({ ...matches, score, mutual })).toEqual({
    count: 4,
    mutual: 3,
    quantiles: { least: 0.25, p5: 0.25, p10: 0.25, p25: 0.25, median: 0.5, greatest: 1 },
  });
  const none = scoreSpread({ ...matches, score, mutual, stage: stage.map(() => 'known') });
  expect([none.count, none.quantiles.median]).toEqual([0, null]);
});
