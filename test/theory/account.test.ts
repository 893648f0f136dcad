import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/base/index.js';
import { gradientAccount, gradientCheck, keptPull, netAttraction, seedPull } from '../../src/theory/index.js';
import { plantedSpace } from '../support/planted-space.js';

const planted = plantedSpace({ entities: 300, regions: 4, separation: 0.8 });

describe('T1, the account of a batch', () => {
  it('its parts make the loss, and attraction weighs 2', () => {
    for (const temperature of [0.05, 0.5]) {
      const account = gradientAccount(planted, { temperature, batch: 64 });
      expect(account.anchors).toHaveLength(64);
      expect(account.norms.attraction).toBeCloseTo(2, 5);
      const terms = account.norms;
      const parts = terms.anchorAcross + terms.anchorWithin + terms.negativeWithin + terms.candidateAcross;
      expect(terms.repulsion).toBeLessThanOrEqual(parts + 1e-6);
      // The right anchors' half of the loss is not in `anchors`; the left half is near the whole.
      const left = account.anchors.reduce((s, a) => s + a.attraction + a.repulsion, 0) / 64;
      expect(Math.abs(left - account.loss)).toBeLessThan(0.2);
      // e^x is convex: the mean share of the positive is not below that of the mean loss.
      expect(account.positiveShare).toBeGreaterThanOrEqual(Math.exp(-account.loss));
      expect(account.positiveShare).toBeLessThan(1);
    }
  });

  it('slopes agree with finite differences', () => {
    for (const { closedForm, finiteDifference } of gradientCheck(planted, { batch: 48, temperature: 0.2 })) {
      expect(Math.abs(closedForm)).toBeGreaterThan(1e-4);
      expect(Math.abs(closedForm / finiteDifference - 1)).toBeLessThan(0.02);
    }
  });
});

describe('T2 on given seeds', () => {
  const all = Int32Array.from(planted.partner.keys());

  it('true seeds have the whole pull', () => {
    const pull = seedPull(planted, { left: all, right: planted.partner });
    expect(pull).toMatchObject({ count: 300, precision: 1 });
    for (const { predicted, measured } of [pull.plain, pull.tangent]) {
      expect(predicted).toBeCloseTo(1, 5);
      expect(measured).toBeCloseTo(1, 5);
    }
  });

  it('every near error once: the prediction is exact', () => {
    const pairs = [...all].flatMap((i) =>
      [...all]
        .filter(
          (j) => j !== planted.partner[i] && planted.regions.right[j] === planted.regions.right[planted.partner[i]!],
        )
        .map((j) => [i, j] as const),
    );
    const pull = seedPull(planted, {
      left: Int32Array.from(pairs, ([i]) => i),
      right: Int32Array.from(pairs, ([, j]) => j),
    });
    expect(pull).toMatchObject({ precision: 0, near: 1 });
    const { plain, tangent } = keptPull(planted, 'near').all;
    expect(pull.plain.measured).toBeCloseTo(pull.plain.predicted, 4);
    expect(pull.tangent.measured).toBeCloseTo(pull.tangent.predicted, 4);
    expect(pull.plain.measured).toBeCloseTo(plain, 4);
    expect(pull.tangent.measured).toBeCloseTo(tangent, 4);
  });

  it('errors towards look-alikes of the partner pull more than predicted', () => {
    const { right, partner } = planted;
    const product = (a: number, b: number) => {
      let sum = 0;
      for (let j = 0; j < right.cols; j++) sum += right.data[a * right.cols + j]! * right.data[b * right.cols + j]!;
      return sum;
    };
    const nearest = Int32Array.from(partner, (t) =>
      [...all]
        .filter((j) => j !== t)
        .reduce((best, j) => (product(j, t) > product(best, t) ? j : best), t === 0 ? 1 : 0),
    );
    const { plain, tangent } = seedPull(planted, { left: all, right: nearest });
    expect(plain.measured).toBeGreaterThan(plain.predicted + 0.1);
    expect(tangent.measured).toBeGreaterThan(tangent.predicted + 0.1);
  });

  it('refuses seeds that no partner is known of', () => {
    const lost = { ...planted, partner: planted.partner.map(() => -1) };
    expect(() => seedPull(lost, { left: all, right: all })).toThrow(DataError);
  });
});

it('attraction alone is 2: what is left of it is what the positive’s repulsion does not undo', () => {
  expect(netAttraction({ positiveShare: 0 })).toBe(2);
  expect(netAttraction({ positiveShare: 0.25 })).toBe(1.5);
});
