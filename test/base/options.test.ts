import { expect, test } from 'vitest';
import * as z from 'zod';
import { OptionError, optionSet } from '../../src/base/index.js';

interface Options {
  k?: number;
  share?: number;
  rounds?: readonly number[];
  how?: 'one' | 'other';
}
const options = optionSet<Options>('verb', {
  k: z.number().int().positive().default(800),
  share: z.number().min(0).lt(1).default(0.5),
  rounds: z.array(z.number().max(1)).default([0.25, 1]),
  how: z.enum(['one', 'other']).default('one'),
});

test.each([
  [{ k: 0 }, 'verb: option "k": 0 is too small: it must be more than 0. The default is 800'],
  [{ k: 1.5 }, 'verb: option "k": 1.5 is no whole number. The default is 800'],
  [{ share: -1 }, 'verb: option "share": -1 is too small: it must be at least 0. The default is 0.5'],
  [{ share: 1 }, 'verb: option "share": 1 is too large: it must be less than 1. The default is 0.5'],
  [{ rounds: [1, 2] }, 'verb: option "rounds.1": 2 is too large: it must be at most 1. The default is [0.25,1]'],
  [{ kk: 1 }, 'verb: unknown option "kk". Did you mean "k"?'],
] as const)('%j is refused: the option, the value, what it must be, the default', (given, message) => {
  const refused = () => options.resolve(given as Options);
  expect(refused).toThrow(OptionError);
  expect(refused).toThrow(message);
});

test.each([{ how: 'neither' }, { k: 'many' }, { k: Number.NaN }])('%j is refused in words', (given) => {
  expect(() => options.resolve(given as Options)).toThrow(
    /^verb: option "(how|k)": Invalid .*The default is ("one"|800)$/,
  );
});

test('defaults are filled in', () => {
  expect(options.resolve()).toEqual({ k: 800, share: 0.5, rounds: [0.25, 1], how: 'one' });
  expect(options.defaults).toEqual(options.resolve({}));
});
