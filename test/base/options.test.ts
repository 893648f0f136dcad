import { expect, test } from 'vitest';
import * as z from 'zod';
import { like, OptionError, type Options, option, optionSchema, optionSet } from '../../src/base/index.js';

const share = option(z.number().min(0).lt(1), 0.7, 'A share');
const options = optionSet('verb', {
  k: option(z.number().int().positive(), 800, 'How many'),
  share: like(share, 0.5),
  rounds: option(z.array(z.number().max(1)), [0.25, 1], 'One round a number'),
  how: option(z.enum(['one', 'other']), 'one', 'Which way'),
  column: option(z.instanceof(Int32Array).nullable(), null, 'Rows'),
});
interface VerbOptions extends Options<typeof options> {}

test.each([
  [{ k: 0 }, 'verb: option "k": 0 is too small: it must be more than 0. The default is 800'],
  [{ k: 1.5 }, 'verb: option "k": 1.5 is no whole number. The default is 800'],
  [{ share: -1 }, 'verb: option "share": -1 is too small: it must be at least 0. The default is 0.5'],
  [{ share: 1 }, 'verb: option "share": 1 is too large: it must be less than 1. The default is 0.5'],
  [{ rounds: [1, 2] }, 'verb: option "rounds.1": 2 is too large: it must be at most 1. The default is [0.25,1]'],
  [{ kk: 1 }, 'verb: unknown option "kk". Did you mean "k"?'],
] as const)('%j is refused: the option, the value, what it must be, the default', (given, message) => {
  const refused = () => options.resolve(given as VerbOptions);
  expect(refused).toThrow(OptionError);
  expect(refused).toThrow(message);
});

test.each([1e-320, -1e-300, 1e300, 2 ** 127])(
  '%d would be 0 or infinite where it is computed with: refused',
  (value) => {
    for (const given of [{ share: value }, { rounds: [0.5, value] }])
      expect(() => options.resolve(given)).toThrow(/^verb: option "(share|rounds\.1)": .* is no number of 32 bits/);
  },
);

test.each([{ how: 'neither' }, { k: 'many' }, { k: Number.NaN }])('%j is refused in words', (given) => {
  expect(() => options.resolve(given as VerbOptions)).toThrow(
    /^verb: option "(how|k)": Invalid .*The default is ("one"|800)$/,
  );
});

test('defaults are filled in', () => {
  expect(options.resolve()).toEqual({ k: 800, share: 0.5, rounds: [0.25, 1], how: 'one', column: null });
  expect(options.defaults).toEqual(options.resolve({}));
});

test('the JSON Schema holds types, ranges, defaults and words', () => {
  const { properties, additionalProperties } = optionSchema(options);
  expect(additionalProperties).toBe(false);
  expect(properties).toMatchObject({
    k: { type: 'integer', exclusiveMinimum: 0, default: 800, description: 'How many' },
    share: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.5, description: 'A share' },
    rounds: { type: 'array', items: { type: 'number', maximum: 1 }, default: [0.25, 1] },
    how: { type: 'string', enum: ['one', 'other'] },
    column: { default: null, description: 'Rows' },
  });
});

test('types follow from the declaration', () => {
  const given: VerbOptions = { rounds: [1] as readonly number[], how: 'other' };
  const resolved = options.resolve(given);
  const rounds: readonly number[] = resolved.rounds;
  expect(rounds).toEqual([1]);
  // @ts-expect-error: a name that is not declared
  expect(() => options.resolve({ ko: 1 })).toThrow('Did you mean "k"?');
});
