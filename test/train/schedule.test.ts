import { describe, expect, it } from 'vitest';
import { rateFactor } from '../../src/train/index.js';

describe('rateFactor', () => {
  const cosine = { schedule: 'cosine', warmup: 0.2 } as const;
  it('rises over the warm-up, then falls along half a cosine', () => {
    expect([0, 1, 2].map((step) => rateFactor(step, 10, cosine))).toEqual([0, 0.5, 1]);
    expect(rateFactor(6, 10, cosine)).toBeCloseTo(0.5, 12);
    expect(rateFactor(10, 10, cosine)).toBeCloseTo(0, 12);
    expect(rateFactor(4, 10, cosine)).toBeCloseTo(0.5 * (1 + Math.SQRT1_2), 12);
  });
  it('constant stays', () => {
    for (const step of [0, 5, 99]) expect(rateFactor(step, 10, { schedule: 'constant', warmup: 0 })).toBe(1);
  });
});
