import { OptionError } from '../base/index.js';

/**
 * Random seeds first, first + 1, …, one a run, for a notebook's parameter that says how many runs there are.
 * @throws {OptionError} when `count` is no whole number from `least` on
 */
export function runSeeds(count: number, { first = 1, least = 1 }: { first?: number; least?: number } = {}): number[] {
  if (!Number.isInteger(count) || count < least)
    throw new OptionError(`${count} runs`, 'runSeeds', `Give a whole number from ${least} on`);
  return Array.from({ length: count }, (_, i) => first + i);
}
