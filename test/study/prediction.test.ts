import { beforeAll, describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { type PredictionStudy, predictionStudy } from '../../src/study/index.js';
import { rSquared } from '../../src/theory/index.js';

const options = {
  synthetic: { entities: 360, regions: 6, noise: 1.6, degree: 4 },
  k: 80,
  fitted: [1, 2, 3, 4, 5, 6],
  held: [7, 8],
  aligner: { modelOptions: { width: 16, modalityWidth: 8 }, epochs: 30, learningRate: 0.01 },
};

let equal: PredictionStudy;
let unequal: PredictionStudy;
beforeAll(async () => {
  equal = await predictionStudy(options);
  unequal = await predictionStudy({ ...options, unequal: 0.8 });
});

describe('the prediction on planted pairs', () => {
  it('says what regions of unseen pairs get, where they differ in nothing but their seeds', () => {
    expect(equal.rows.fitted).toHaveLength(36);
    expect(equal.rows.held).toHaveLength(12);
    expect(equal.seeds.held).toBe(rSquared(equal.rows.held, equal.seeds.predict));
    expect(equal.seeds.r2).toBeGreaterThan(0.6);
    expect(equal.seeds.held).toBeGreaterThan(0.5);
  });

  it('misses the ease of regions where they are unequally noisy, and gains by knowing it', () => {
    const deviation = ({ rows }: PredictionStudy) => {
      const ease = rows.fitted.map((row) => row.ease!);
      const mean = ease.reduce((a, b) => a + b, 0) / ease.length;
      return Math.sqrt(ease.reduce((sum, x) => sum + (x - mean) ** 2, 0) / ease.length);
    };
    expect(deviation(unequal)).toBeGreaterThan(2 * deviation(equal));
    expect(unequal.seeds.r2).toBeLessThan(equal.seeds.r2);
    expect(unequal.eased.r2).toBeGreaterThan(unequal.seeds.r2 + 0.1);
  });

  it('refuses a spread of noise below nothing', async () => {
    await expect(predictionStudy({ unequal: 1.5 })).rejects.toThrow(OptionError);
  });
});
