import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { DataError } from '../../src/base/index.js';
import { random } from '../../src/compute/index.js';
import { bootstrapInterval, holm, meanInterval, pairedDifference } from '../../src/stats/index.js';

const { intervals } = JSON.parse(readFileSync(new URL('../oracle/scipy_ranks/figures.json', import.meta.url), 'utf8'));

describe('t intervals', () => {
  it("agree with SciPy's", () => {
    const { low, high } = meanInterval(intervals.a);
    expect(low).toBeCloseTo(intervals.mean95[0], 12);
    expect(high).toBeCloseTo(intervals.mean95[1], 12);
    const paired = pairedDifference(intervals.a, intervals.b, { level: 0.9 });
    expect(paired.low).toBeCloseTo(intervals.difference90[0], 12);
    expect(paired.high).toBeCloseTo(intervals.difference90[1], 12);
    expect(paired.p).toBeCloseTo(intervals.p, 12);
  });
  it('need two runs, and pairs', () => {
    expect(() => meanInterval([0.5])).toThrow(DataError);
    expect(() => pairedDifference([1, 2], [1])).toThrow(DataError);
    expect(pairedDifference([2, 3], [1, 2]).p).toBeNull();
  });
});

test("Holm's correction is R's p.adjust(p, 'holm'), whatever the order, and keeps unknown ones apart", () => {
  const close = (got: readonly (number | null)[], want: readonly (number | null)[]) =>
    got.forEach((p, i) => {
      if (want[i] === null) expect(p).toBeNull();
      else expect(p).toBeCloseTo(want[i]!, 12);
    });
  close(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
  close(holm([0.6, null, 0.5]), [1, null, 1]);
  expect(holm([])).toEqual([]);
});

describe('bootstrapInterval', () => {
  it('covers the true mean about as often as it says', () => {
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const draw = random(run);
      const hits = Array.from({ length: 150 }, () => (draw.uniform() < 0.4 ? 1 : 0));
      const { low, high } = bootstrapInterval(hits, { draws: 300, seed: run, level: 0.9 });
      if (low <= 0.4 && 0.4 <= high) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.84);
    expect(covered / 200).toBeLessThan(0.96);
  });
  it('is the value itself where all values are equal, and the same for the same seed', () => {
    expect(bootstrapInterval([0.25, 0.25, 0.25])).toMatchObject({ mean: 0.25, low: 0.25, high: 0.25 });
    expect(bootstrapInterval([1, 2, 5, 9], { seed: 3 })).toEqual(bootstrapInterval([1, 2, 5, 9], { seed: 3 }));
  });
});
