import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { matrix } from '../../src/compute/index.js';
import { fuse } from '../../src/features/index.js';
import { plantedSeeds, syntheticTask } from '../../src/synthetic/index.js';
import {
  effectiveShare,
  measuredShares,
  ownShare,
  repulsionLimit,
  repulsionPush,
  repulsionShares,
  type Space,
  shareCurve,
  space,
} from '../../src/theory/index.js';
import { densityRatios } from '../../src/train/index.js';
import { plantedSpace } from '../support/planted-space.js';

const planted = plantedSpace({ entities: 500, regions: 4, separation: 0.8 });
const q = [4, 3, 2, 1];

describe('T3, the limit of the repulsion', () => {
  it('errors fall as B grows, as their second order says', () => {
    const rows = repulsionLimit(planted, {
      q,
      temperature: 0.5,
      batches: [8, 32, 128, 512, 2048],
      draws: 24,
      level: 0.999,
    });
    for (const [i, row] of rows.entries()) {
      if (i > 0) expect(row.deviation).toBeLessThan(0.7 * rows[i - 1]!.deviation);
      expect(row.effective).toBeLessThanOrEqual(2 * (row.batch - 1));
      // From 32 on the second order is all there is.
      if (row.batch >= 32) {
        expect(row.expectedError).toBeGreaterThan(row.error.low);
        expect(row.expectedError).toBeLessThan(row.error.high);
      }
    }
    expect(rows[0]!.error.mean).toBeLessThan(-0.01);
    expect(Math.abs(rows.at(-1)!.error.mean)).toBeLessThan(2e-3);
    expect(rows[0]!.positiveShare).toBeGreaterThan(rows.at(-1)!.positiveShare);
  });

  it('is the log of the seeds’ kernel density: a closed form on two directions', () => {
    // Regions are two points of the circle, partners lie on each other: kernels are e^{1/τ} and e^{cos/τ}.
    const cos = 0.5;
    const count = 40;
    const points = matrix(count, 2);
    const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
    labels.forEach((c, i) => void points.data.set(c === 0 ? [1, 0] : [cos, Math.sqrt(1 - cos * cos)], 2 * i));
    const circle: Space = space({
      left: points,
      right: points,
      partner: Int32Array.from(labels, (_, i) => i),
      regions: { left: labels, right: labels, count: 2 },
    });
    const [temperature, share] = [0.25, 0.2];
    const near = 1;
    const far = Math.exp((cos - 1) / temperature);
    const wanted = (share * near) / (share * near + (1 - share) * far);
    const { shares, contributions } = repulsionShares(circle, [share, 1 - share], { temperature });
    expect(shares[0]![0]).toBeCloseTo(wanted, 6);
    expect(shares[0]![1]).toBeCloseTo(1 - wanted, 6);
    expect(contributions[0]![0]).toBeCloseTo(share * wanted, 6);
    // One batch of a million seeds would be exact; 4096 are nearly so.
    const [row] = repulsionLimit(circle, { q: [share, 1 - share], temperature, batches: [4096] });
    expect(Math.abs(row!.error.mean)).toBeLessThan(0.01);
    const [point] = shareCurve(circle, { region: 0, shares: [share], temperature, batch: 4096 });
    expect(point!.predicted).toBeCloseTo(wanted, 6);
    expect(Math.abs(point!.error)).toBeLessThan(0.005);
  });

  it('at a low temperature and a small batch the prediction fails, and says so', () => {
    const [row] = repulsionLimit(planted, { q, temperature: 0.02, batches: [16] });
    expect(row!.error.high).toBeLessThan(-0.5);
    expect(row!.effective).toBeLessThan(5);
    const [point] = shareCurve(planted, { temperature: 0.1, shares: [0.01], batch: 32, draws: 20 });
    expect(point!.inside).toBe(false);
    expect(point!.error).toBeLessThan(-0.01);
  });

  it('the positive is kept apart: its share falls with B and rises with 1/τ', () => {
    const share = (temperature: number, batch: number) =>
      repulsionLimit(planted, { temperature, batches: [batch], draws: 4 })[0]!.positiveShare;
    expect(share(0.1, 512)).toBeGreaterThan(share(0.1, 4096) + 0.02);
    expect(share(0.1, 512)).toBeGreaterThan(share(0.5, 512) + 0.05);
  });
});

describe('T3, the limit of the repulsion’s gradient', () => {
  it('is the slope of the limit: a closed form on two directions', () => {
    // Half of the seeds at each of two points of the circle: anchors at both have the same slope.
    const [temperature, angle] = [0.25, Math.PI / 3];
    const limitAt = (turn: number): number =>
      Math.log((Math.exp(Math.cos(turn) / temperature) + Math.exp(Math.cos(angle - turn) / temperature)) / 2);
    const h = 1e-5;
    const slope = (limitAt(h) - limitAt(-h)) / (2 * h);
    const count = 40;
    const points = matrix(count, 2);
    const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
    labels.forEach((c, i) => void points.data.set([Math.cos(c * angle), Math.sin(c * angle)], 2 * i));
    const partner = Int32Array.from(labels, (_, i) => i);
    const circle = space({ left: points, right: points, partner, regions: { left: labels, right: labels, count: 2 } });
    const [row] = repulsionPush(circle, { q: [1, 1], temperature, batches: [4096], draws: 4 });
    expect(row!.limitLength).toBeCloseTo(temperature * slope, 6);
    expect(row!.cosine.mean).toBeCloseTo(1, 6);
    expect(row!.length.mean).toBeCloseTo(1, 1);
  });

  it('batches come nearer to it as B grows, their mean direction before a single one', () => {
    const rows = repulsionPush(planted, { q, temperature: 0.2, batches: [8, 64, 512], draws: 24 });
    for (const [i, row] of rows.entries()) {
      expect(row.meanCosine).toBeGreaterThan(row.cosine.mean);
      if (i > 0) expect(row.cosine.low).toBeGreaterThan(rows[i - 1]!.cosine.high);
    }
    expect(rows[0]!.cosine.mean).toBeLessThan(0.9);
    expect(rows[2]!.meanCosine).toBeGreaterThan(0.99);
  });
});

describe('T3, shares of the repulsion', () => {
  it('m_c follows q_c, predicted and measured alike in large batches', () => {
    const points = shareCurve(planted, { temperature: 0.3, batch: 2048, shares: [0.02, 0.1, 0.3, 0.7], level: 0.999 });
    for (const [i, point] of points.entries()) {
      expect(Math.abs(point.error)).toBeLessThan(0.01);
      expect(point.contribution).toBeCloseTo(point.q * point.predicted, 12);
      if (i > 0) expect(point.predicted).toBeGreaterThan(points[i - 1]!.predicted);
    }
  });

  it('an own region of likeness holds most of the repulsion long before it has most seeds', () => {
    const [few] = shareCurve(planted, { temperature: 0.1, shares: [0.05], batch: 2048, draws: 3 });
    expect(few!.predicted).toBeGreaterThan(0.3);
    const { shares } = repulsionShares(planted, q, { temperature: 0.1 });
    for (const [a, row] of shares.entries()) {
      expect(row.reduce((x, y) => x + y)).toBeCloseTo(1, 9);
      expect(row.indexOf(Math.max(...row))).toBe(a);
    }
  });

  it('real seeds hold the shares that their density predicts', () => {
    const { task, truth, regions } = syntheticTask({
      widths: { image: 12 },
      entities: 500,
      regions: 4,
      separation: 0.8,
    });
    const given = space({ ...fuse(task), partner: truth.rightOf(500), regions });
    const { seeds } = plantedSeeds(truth, regions, { k: 250, kl: 0.2 });
    const measured = measuredShares(given, seeds, { temperature: 0.5 });
    const predicted = repulsionShares(given, measured.q, { temperature: 0.5 });
    measured.shares.forEach((row, a) => {
      expect(row.reduce((x, y) => x + y)).toBeCloseTo(1, 6);
      row.forEach((m, c) => void expect(Math.abs(m - predicted.shares[a]![c]!)).toBeLessThan(0.03));
    });
    expect(measured.contributions.flat().reduce((x, y) => x + y)).toBeCloseTo(1, 6);
    expect(ownShare(measured)).toBeCloseTo(
      measured.q.reduce((sum, share, c) => sum + share * measured.shares[c]![c]!, 0),
      12,
    );
  });

  it('negatives weighted by π/q hold the shares of evenly drawn seeds', () => {
    const { truth, regions } = syntheticTask({ widths: { image: 12 }, entities: 500, regions: 4, separation: 0.8 });
    const { seeds } = plantedSeeds(truth, regions, { k: 250, kl: 0.2 });
    const ratios = densityRatios(500, { left: seeds.left, right: seeds.right.map((r) => r + 500) }, regions);
    const weights = {
      left: Float32Array.from(seeds.left, (i) => ratios[i]!),
      right: Float32Array.from(seeds.right, (i) => ratios[500 + i]!),
    };
    const wanted = repulsionShares(planted, [1, 1, 1, 1], { temperature: 0.5 }).shares;
    const apart = (shares: readonly (readonly number[])[]) =>
      Math.max(...shares.flatMap((row, a) => row.map((m, c) => Math.abs(m - wanted[a]![c]!))));
    expect(apart(measuredShares(planted, seeds, { temperature: 0.5 }).shares)).toBeGreaterThan(0.1);
    expect(apart(measuredShares(planted, seeds, { temperature: 0.5, weights }).shares)).toBeLessThan(0.03);
  });

  it('the own pair is no negative: few seeds of a region push it less than their share says', () => {
    const { truth, regions } = syntheticTask({ widths: { image: 12 }, entities: 500, regions: 4, separation: 0.8 });
    const temperature = 0.5;
    const draws = Array.from({ length: 60 }, (_, seed) => plantedSeeds(truth, regions, { k: 40, kl: 0.3, seed }));
    const counts = draws[0]!.counts.seeds;
    expect(Math.min(...counts)).toBeLessThan(6);
    const weights = Array.from(counts, (_, c) => 1 + c);
    const ends = (rows: Int32Array, labels: Int32Array) => Float32Array.from(rows, (i) => weights[labels[i]!]!);
    for (const weighted of [false, true]) {
      const predict = (batch?: number) =>
        repulsionShares(planted, Array.from(counts), {
          temperature,
          ...(batch && { batch }),
          ...(weighted && { weights }),
        }).shares;
      const [own, limit] = [predict(40), predict()];
      const apart = (wanted: readonly (readonly number[])[]) =>
        Math.max(
          ...wanted.map((row, a) => {
            const measured = draws.map(({ seeds }) => {
              const sides = { left: ends(seeds.left, regions.left), right: ends(seeds.right, regions.right) };
              const given = { temperature, ...(weighted && { weights: sides }) };
              return measuredShares(planted, seeds, given).shares[a]![a]!;
            });
            return Math.abs(measured.reduce((x, y) => x + y) / measured.length - row[a]!);
          }),
        );
      expect(apart(own)).toBeLessThan(0.02);
      expect(apart(limit)).toBeGreaterThan(2 * apart(own));
    }
  });

  it('refuses densities that no seeds can have', () => {
    expect(() => repulsionShares(planted, [1, 1], { temperature: 1 })).toThrow(OptionError);
    expect(() => repulsionLimit(planted, { q: [0, 0, 0, 0] })).toThrow(OptionError);
  });
});

it('the effective share is of both sides’ negatives', () => {
  expect(effectiveShare({ effective: 7, batch: 8 })).toBe(0.5);
});
