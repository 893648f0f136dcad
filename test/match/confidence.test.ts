import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrix, random } from '../../src/compute/index.js';
import type { RankedMatches } from '../../src/graph/index.js';
import { crossConfidence, leaveOut, pairLead, planConfidence, rankMatches } from '../../src/match/index.js';

const n = 40;
const draw = random(3);
const table = (noise: number, of?: Float32Array) =>
  matrix(
    n,
    8,
    Float32Array.from({ length: 8 * n }, (_, i) => (of ? of[i]! : 0) + noise * draw.normal()),
  );
const left = table(1);
const sides = { left, right: table(0.2, left.data) };

describe('pairLead', () => {
  const own = Int32Array.from({ length: n }, (_, i) => i);
  const next = own.map((i) => (i + 1) % n);

  test('true pairs lead, false ones trail', () => {
    const right = pairLead(sides, { left: own, right: own });
    const wrong = pairLead(sides, { left: own, right: next });
    expect(right.filter((lead) => lead > 0).length).toBeGreaterThan(0.95 * n);
    expect(wrong.every((lead) => lead <= 0)).toBe(true);
    expect(right.every((lead, i) => lead >= wrong[i]!)).toBe(true);
    expect(right.filter((lead, i) => lead > wrong[i]!).length).toBeGreaterThan(0.95 * n);
  });

  test('a pair with a rival as good as itself has no lead; one without rivals has the most there is', () => {
    const twice = { left: matrix(1, 2, Float32Array.of(1, 0)), right: matrix(2, 2, Float32Array.of(1, 0, 1, 0)) };
    expect(pairLead(twice, { left: Int32Array.of(0), right: Int32Array.of(1) })[0]).toBeCloseTo(0, 5);
    const shared = { left: twice.right, right: twice.left };
    const one = { left: Int32Array.of(1), right: Int32Array.of(0) };
    expect(pairLead(shared, one)[0]).toBeCloseTo(0, 5);
    expect(pairLead(shared, one, 'left')[0]).toBe(5);
    const alone = { left: twice.left, right: matrix(1, 2, Float32Array.of(1, 0)) };
    expect(pairLead(alone, { left: Int32Array.of(0), right: Int32Array.of(0) })).toEqual(Float32Array.of(5));
    expect(pairLead(alone, { left: new Int32Array(0), right: new Int32Array(0) })).toHaveLength(0);
  });
});

describe('confidence', () => {
  const number = fc.float({ noNaN: false });
  const share = fc.float({ min: 0, max: 1, noNaN: true });

  test('by the plan it lies in [0, 1], and grows with score, lead and likeness, whatever comes', () => {
    fc.assert(
      fc.property(share, share, number, number, (a, b, c, d) => {
        const [score, more] = [Math.min(a, b), Math.max(a, b)];
        const of = (s: number, lead: number, mutual: boolean) => planConfidence({ score: s, lead, mutual });
        for (const one of [of(a, c, false), of(b, d, true)]) expect(one >= 0 && one <= 1).toBe(true);
        expect(of(more, c, false)).toBeGreaterThanOrEqual(of(score, c, false));
        expect(of(a, c, true)).toBeGreaterThan(of(a, c, false));
        if (c <= d) expect(of(a, d, true)).toBeGreaterThanOrEqual(of(a, c, true));
      }),
    );
  });

  const known = { left: Int32Array.of(0), right: Int32Array.of(1) };
  const ranked = rankMatches(sides, { known }, { top: 3 });
  const evidence = (lead: number, looks = 0) => {
    const same = (value: number) => new Float32Array(ranked.left.length).fill(value);
    return { heldOut: same(lead), untrained: same(lead), looksAlone: new Uint8Array(ranked.left.length).fill(looks) };
  };

  test('of known links 1, of a candidate less than of the match of either end', () => {
    expect([ranked.stage[0], ranked.confidence[0]]).toEqual(['known', 1]);
    const of = new Map<string, number>();
    ranked.stage.forEach((stage, i) => {
      if (stage !== 'found') return;
      of.set(`l${ranked.left[i]}`, ranked.confidence[i]!).set(`r${ranked.right[i]}`, ranked.confidence[i]!);
    });
    const candidates = [...ranked.stage.keys()].filter((i) => ranked.stage[i] === 'candidate');
    expect(candidates.length).toBeGreaterThan(n);
    for (const i of candidates)
      for (const end of [`l${ranked.left[i]}`, `r${ranked.right[i]}`])
        if (of.has(end)) expect(ranked.confidence[i]).toBeLessThan(of.get(end)!);
  });

  test('other evidence moves it its way, and nothing else of the matches', () => {
    const [low, high, looks] = [evidence(-2), evidence(2), evidence(2, 1)].map((by) => crossConfidence(ranked, by));
    expect({ ...high, confidence: ranked.confidence }).toEqual(ranked);
    for (let i = 1; i < ranked.left.length; i++) {
      expect(high!.confidence[i]).toBeGreaterThan(low!.confidence[i]!);
      expect(high!.confidence[i]).toBeGreaterThan(looks!.confidence[i]!);
    }
    expect([low, high, looks].map((each) => each!.confidence[0])).toEqual([1, 1, 1]);
  });

  test('a least confidence leaves known links and candidates, of matches the surer ones, columns together', () => {
    const keys = (m: RankedMatches) => Array.from(m.left, (l, i) => `${l} ${m.right[i]} ${m.score[i]} ${m.stage[i]}`);
    const least = [...ranked.confidence].filter((_, i) => ranked.stage[i] === 'found').sort()[10]!;
    const kept = leaveOut(ranked, least);
    const wanted = keys(ranked).filter((_, i) => ranked.stage[i] !== 'found' || ranked.confidence[i]! >= least);
    expect(keys(kept)).toEqual(wanted);
    expect(kept.left.length).toBe(ranked.left.length - 10);
    for (const column of [kept.confidence, kept.rank, kept.reverseRank, kept.stage, kept.mutual])
      expect(column).toHaveLength(kept.left.length);
    expect(leaveOut(ranked, 0)).toBe(ranked);
  });

  test('where all look alike nothing is sure', () => {
    const alike = {
      left: matrix(6, 2, new Float32Array(12).fill(1)),
      right: matrix(6, 2, new Float32Array(12).fill(1)),
    };
    const found = rankMatches(alike, {}, { top: 2 });
    expect(found.left.length).toBeGreaterThan(0);
    for (const own of found.confidence) expect(own).toBeLessThan(0.5);
  });
});
