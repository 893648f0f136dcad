import { beforeAll, describe, expect, it } from 'vitest';
import { currentDevice } from '../../src/compute/engine.js';
import {
  csrFromTriplets,
  kmeans,
  matrix,
  mutualNearest,
  random,
  type Scores,
  topK,
  topPairs,
  useEngine,
  withCsls,
  withProducts,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';

describe.each(enginesHere())('products that searches share on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });
  const r = random(5);
  const normal = (rows: number, cols: number) =>
    matrix(
      rows,
      cols,
      Float32Array.from({ length: rows * cols }, () => r.normal()),
    );
  const searches = (scores: Scores) => {
    const corrected = withCsls(scores, 3);
    return {
      radii: corrected.radii,
      nearest: mutualNearest(corrected, { tieSeed: 1 }),
      plain: mutualNearest(scores, { tieSeed: 1 }),
      best: topK(corrected, 4),
      pairs: topPairs(scores, { limit: 50, tieSeed: 1 }),
    };
  };

  // Less than a tile, and several of them each way, where there are tiles.
  it.each([
    [7, 5, 3],
    [600, 1500, 17],
  ])('leave every bit as it is (%i × %i, width %i)', async (n, m, width) => {
    const sides = { left: normal(n, width), right: normal(m, width) };
    const sparse = csrFromTriplets(
      n,
      m,
      Int32Array.of(0, 3, n - 1),
      Int32Array.of(1, m - 1, 2),
      Float32Array.of(4, 2, 1),
    );
    const alone = [searches(sides), searches({ ...sides, sparse })];
    const used = currentDevice()?.heap.used;
    const shared = await withProducts(sides, () => [searches(sides), searches({ ...sides, sparse })]);
    expect(shared).toEqual(alone);
    expect(currentDevice()?.heap.used).toBe(used);
  });

  it('are of these two matrices alone, and gone with an error', async () => {
    const [left, right, other] = [normal(40, 6), normal(30, 6), normal(30, 6)];
    const alone = searches({ left, right: other });
    const used = currentDevice()?.heap.used;
    const error = new Error('planned');
    const failed = withProducts({ left, right }, () => {
      searches({ left, right });
      expect(searches({ left, right: other })).toEqual(alone);
      throw error;
    });
    await expect(failed).rejects.toBe(error);
    expect(currentDevice()?.heap.used).toBe(used);
    expect(searches({ left, right: other })).toEqual(alone);
  });

  it('are not taken for those of rows that change', async () => {
    const points = normal(300, 4);
    const alone = kmeans(points, { clusters: 5, seed: 2 });
    const centres = normal(5, 4);
    expect(
      await withProducts({ left: points, right: centres }, () => {
        mutualNearest({ left: points, right: centres }, { tieSeed: 1 });
        return kmeans(points, { clusters: 5, seed: 2 });
      }),
    ).toEqual(alone);
  });
});
