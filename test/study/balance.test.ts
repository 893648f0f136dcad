import { describe, expect, test } from 'vitest';
import { syntheticTask } from '../../src/read/index.js';
import { balanceStudy } from '../../src/study/index.js';

const pair = syntheticTask({ entities: 400, regions: 6, noise: 1.6, degree: 3, seed: 3 });
const quick = { k: 60, seeds: [1, 2, 3], kl: [0, 0.9] };

describe('balance alone', () => {
  test('uneven seeds of the same number and precision train a worse aligner; the first row is what is compared with', async () => {
    const { rows, options } = await balanceStudy(pair, { ...quick, precision: 1 });
    expect(options).toMatchObject({ ...quick, precision: 1, aligner: { model: 'mclea', epochs: 4 } });
    expect(rows.map(({ kl }) => kl)).toEqual([0, 0.9]);
    expect(rows[0]!.effect).toBeNull();
    expect(rows[1]!.effect!.mean).toBeCloseTo(rows[1]!.hits1.mean - rows[0]!.hits1.mean, 9);
    expect(rows[1]!.effect!.mean).toBeLessThan(-0.02);
  });

  test('is the same each time, tells how far it is, and refuses what cannot be had', async () => {
    const told: number[] = [];
    const once = { ...quick, seeds: [1], kl: [0] };
    const first = await balanceStudy(pair, once, { onProgress: ({ done }) => told.push(done) });
    expect(await balanceStudy(pair, once)).toEqual(first);
    expect(first.rows[0]!.hits1).toMatchObject({ low: null, high: null });
    expect(told.at(-1)).toBe(1);
    await expect(balanceStudy(pair, { ...once, kl: [9] })).rejects.toThrow(/KL\(q‖π\) = 9 cannot be had/);
  });
});
