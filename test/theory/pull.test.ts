import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { expectedPull, keptPull, measurePull, pullCurve } from '../../src/theory/index.js';
import { plantedSpace } from '../support/planted-space.js';

const planted = plantedSpace({ entities: 400, regions: 5, separation: 0.8 });
const width = planted.left.cols;

describe('T2, keptPull', () => {
  it.each(['near', 'far'] as const)('is the mean over all %s partners, one by one', (wrong) => {
    const { left, right, partner, regions } = planted;
    const at = (m: typeof left, i: number, j: number) => m.data[i * width + j]!;
    let [plain, numerator, clean] = [0, 0, 0];
    for (let i = 0; i < left.rows; i++) {
      const t = partner[i]!;
      const product = (a: typeof left, x: number, b: typeof left, y: number) => {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += at(a, x, j) * at(b, y, j);
        return sum;
      };
      const others = [...regions.right.keys()].filter(
        (w) => w !== t && (regions.right[w] === regions.right[t]) === (wrong === 'near'),
      );
      const own = product(left, i, right, t);
      const mean = (of: (w: number) => number) => others.reduce((s, w) => s + of(w), 0) / others.length;
      const [wt, zw] = [mean((w) => product(right, w, right, t)), mean((w) => product(left, i, right, w))];
      plain += wt;
      numerator += wt - zw * own;
      clean += 1 - own * own;
    }
    const { all } = keptPull(planted, wrong);
    expect(all.plain).toBeCloseTo(plain / 400, 5);
    expect(all.tangent).toBeCloseTo(numerator / clean, 5);
    expect(all.clean).toBeCloseTo(clean / 400, 5);
  });

  it('plain and on the sphere differ much, near and far too', () => {
    const [near, far] = [keptPull(planted, 'near').all, keptPull(planted, 'far').all];
    expect(near.plain).toBeGreaterThan(near.tangent + 0.15);
    expect(near.plain).toBeGreaterThan(far.plain + 0.2);
  });
});

describe('T2, the pull under wrong seeds', () => {
  it.each(['near', 'far'] as const)('the prediction lies in the measured interval, %s partners', (wrong) => {
    const precisions = [0, 0.25, 0.5, 0.75, 1];
    // Eleven intervals of 99.9 %: none is left by chance in 99 of 100 runs, and the seed is fixed.
    for (const point of pullCurve(planted, precisions, { wrong, level: 0.999, draws: 60 })) {
      expect(point.plain.inside, `plain, p = ${point.precision}`).toBe(true);
      expect(point.tangent.inside, `tangent, p = ${point.precision}`).toBe(true);
      expect(point.plain.measured.high - point.plain.measured.low).toBeLessThan(0.1);
      expect(point.tangent.measured.high - point.tangent.measured.low).toBeLessThan(0.25);
    }
  });

  it('region by region, each with its own precision', () => {
    const precision = [1, 0.8, 0.6, 0.4, 0.2];
    const measured = measurePull(planted, { precision, level: 0.999, draws: 60 });
    expect(measured.plain.inside).toBe(true);
    measured.regions.forEach((region, c) => {
      expect(region!.precision).toBe(precision[c]);
      expect(region!.plain.inside).toBe(true);
      expect(region!.tangent.inside).toBe(true);
      expect(region!.plain.predicted).toBeCloseTo(
        expectedPull(precision[c]!, keptPull(planted, 'near').regions[c]!.plain),
        9,
      );
    });
  });

  it('the wrong formula is outside: the plain ratio does not hold on the sphere', () => {
    const { tangent } = measurePull(planted, { precision: 0.3, level: 0.999, draws: 60 });
    const plain = expectedPull(0.3, keptPull(planted, 'near').all.plain);
    expect(plain).toBeGreaterThan(tangent.measured.high);
  });

  it('a true partner in the batch is pushed away: the second term', () => {
    const o = { precision: 0.5, draws: 20 };
    const inGraph = measurePull(planted, { ...o, from: 'graph' }).second;
    const inBatch = measurePull(planted, { ...o, from: 'batch' }).second;
    expect(measurePull(planted, { precision: 1, draws: 4 }).second.mean).toBeCloseTo(0, 12);
    expect(inBatch.high).toBeLessThan(inGraph.low);
    expect(inBatch.high).toBeLessThan(-0.02);
  });

  it('refuses what no space can give', () => {
    const single = plantedSpace({ entities: 30, regions: 1 });
    expect(() => measurePull(single, { wrong: 'far' })).toThrow(OptionError);
    expect(() => measurePull(planted, { precision: [1, 1] })).toThrow(/2 values for 5 regions/);
    expect(() => measurePull(planted, { batch: 100_000 })).toThrow(
      /measurePull: option "batch": 100000 pairs a batch, but \d+ entities have a partner. Give a whole number from 2 to/,
    );
  });
});
