import * as z from 'zod';
import { type Options, option, optionSet } from '../base/index.js';
import { random } from '../compute/index.js';
import type { GroundTruth, Links } from '../graph/index.js';

export const splitOptions = optionSet('splitLinks', {
  test: option(z.number().min(0).max(1), 0.7, 'Share of the links held out for testing'),
  seed: option(z.number().int(), 1, 'Seeds the draw'),
});

/** How true links are split. */
export interface SplitOptions extends Options<typeof splitOptions> {}

/**
 * Splits the true links at random; the training part is rounded down, as in the papers' codes.
 * The test part serves every row of a table, whatever its seeds; a row of true seeds trains on the rest.
 */
export function splitLinks(truth: GroundTruth, options?: SplitOptions): { train: Links; test: Links } {
  const { test, seed } = splitOptions.resolve(options);
  const { left, right } = truth.links;
  const order = random(seed).fork('split links').permutation(truth.count);
  // 1 - 0.7 is 0.30000000000000004: round away what is mere arithmetic before the floor.
  const trained = Math.floor(Number((truth.count * (1 - test)).toFixed(6)));
  const part = (rows: Int32Array): Links => {
    const sorted = rows.slice().sort();
    return { left: sorted.map((i) => left[i]!), right: sorted.map((i) => right[i]!) };
  };
  return { train: part(order.subarray(0, trained)), test: part(order.subarray(trained)) };
}
