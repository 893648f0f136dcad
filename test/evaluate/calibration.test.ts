import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../src/compute/index.js';
import { abstention, calibration } from '../../src/evaluate/index.js';
import type { MatchStage } from '../../src/graph/index.js';

describe('calibration', () => {
  test('by hand: two bins, |.25 - 0| and |.75 - 1| of half the predictions each', () => {
    const { ece, brier, bins } = calibration([0.2, 0.3, 0.7, 0.8], [0, 0, 1, 1], 2);
    expect(ece).toBeCloseTo(0.25, 12);
    expect(brier).toBeCloseTo((0.04 + 0.09 + 0.09 + 0.04) / 4, 12);
    expect(bins).toEqual([
      { from: 0, to: 0.5, count: 2, confidence: 0.25, right: 0 },
      { from: 0.5, to: 1, count: 2, confidence: 0.75, right: 1 },
    ]);
  });

  test('a bin holds its upper bound, the first one 0, too; empty ones say nothing', () => {
    const { bins } = calibration([0, 0.5, 1], [0, 1, 1], 4);
    expect(bins.map(({ count }) => count)).toEqual([1, 1, 0, 1]);
    expect(bins[2]).toMatchObject({ confidence: null, right: null });
    expect(calibration([], [])).toMatchObject({ count: 0, ece: null, brier: null });
  });

  test('is nearly nothing for outcomes drawn by the confidences, and what they are off by where they are off', () => {
    const draw = random(1);
    const p = Array.from({ length: 20000 }, () => draw.uniform());
    const right = p.map((own) => (draw.uniform() < own ? 1 : 0));
    expect(calibration(p, right).ece).toBeLessThan(0.02);
    const sure = p.map((own) => 0.5 + own / 2);
    expect(calibration(sure, right).ece).toBeCloseTo(0.25, 1);
  });

  test('what it cannot be of is refused', () => {
    expect(() => calibration([0.5], [])).toThrow(/1 confidences and 0 outcomes/);
    expect(() => calibration([1.5], [1])).toThrow(/confidence 0 is 1.5/);
    expect(() => calibration([Number.NaN], [1])).toThrow(/confidence 0 is NaN/);
    expect(() => calibration([], [], 0)).toThrow(/0 bins/);
  });
});

describe('abstention', () => {
  const listed = (stage: readonly MatchStage[], confidence: readonly number[]) => {
    const rows = Int32Array.from(stage, (_, i) => i);
    return {
      ...{ left: rows, right: rows, rank: rows, reverseRank: rows, stage, mutual: new Uint8Array(stage.length) },
      ...{ confidence: Float32Array.from(confidence), score: new Float32Array(stage.length) },
    };
  };

  test('counts what was found alone, expected and by links', () => {
    const matches = listed(['known', 'seed', 'found', 'candidate'], [1, 0.75, 0.25, 0.9]);
    const links = { left: Int32Array.of(0, 1, 2), right: Int32Array.of(0, 1, 3) };
    expect(abstention(matches, links, [0, 0.5, 0.8])).toEqual([
      { minConfidence: 0, matches: 2, coverage: 1, expected: 0.5, precision: 0.5, recall: 0.5 },
      { minConfidence: 0.5, matches: 1, coverage: 0.5, expected: 0.75, precision: 1, recall: 0.5 },
      { minConfidence: 0.8, matches: 0, coverage: 0, expected: null, precision: null, recall: 0 },
    ]);
    expect(abstention(listed([], []), undefined, [0])).toEqual([
      { minConfidence: 0, matches: 0, coverage: 0, expected: null, precision: null, recall: null },
    ]);
  });

  test('more is asked for, less is kept, and more is expected of it', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (confidence) => {
        const rows = abstention(
          listed(
            confidence.map(() => 'found'),
            confidence,
          ),
          undefined,
          [0, 0.3, 0.6, 0.9],
        );
        for (const [i, row] of rows.slice(1).entries()) {
          expect(row.matches).toBeLessThanOrEqual(rows[i]!.matches);
          if (row.expected !== null) expect(row.expected).toBeGreaterThanOrEqual(rows[i]!.expected! - 1e-12);
        }
      }),
    );
  });
});
