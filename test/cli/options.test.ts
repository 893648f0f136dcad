import { Command } from 'commander';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { option } from '../../src/base/index.js';
import { alignFlags, compareFlags, emojiFlags, flag, planFlags, trainFlags, withFlags } from '../../src/cli/options.js';
import { buildEmojiOptions } from '../../src/datasets/index.js';
import { matchOptions } from '../../src/match/index.js';
import { alignGraphsOptions, compareOptions, planAlignmentOptions } from '../../src/study/index.js';
import { alignerOptions, trainOptions } from '../../src/train/index.js';

const command = (...flags: ReturnType<typeof flag>[]) => withFlags(new Command('x').exitOverride(), flags);
const parsed = (made: ReturnType<typeof flag>, ...args: string[]) => command(made).parse(args, { from: 'user' }).opts();

/** What the flags give where nothing is typed, and what the sets then make of it. */
const untouched = (flags: ReturnType<typeof flag>[]) =>
  command(...flags)
    .parse([], { from: 'user' })
    .opts();

test('commands without flags do what their option sets say', () => {
  const same = (flags: ReturnType<typeof flag>[], defaults: object, names: readonly string[]) => {
    const all = defaults as Record<string, unknown>;
    expect(flags.map((each) => each.attributeName()).sort()).toEqual([...names].sort());
    for (const [name, value] of Object.entries(untouched(flags))) expect(value, name).toEqual(all[name]);
  };
  same(alignFlags(), alignGraphsOptions.defaults, [
    'cardinality',
    'confidence',
    'fast',
    'k',
    'minConfidence',
    'minScore',
    'top',
  ]);
  same(compareFlags(), compareOptions.defaults, ['all', 'epochs', 'k', 'model', 'sources']);
  const training = { ...trainOptions.defaults, ...alignerOptions.defaults, decoder: matchOptions.defaults.decoder };
  same(trainFlags(), training, ['beside', 'decoder', 'epochs', 'model']);
  same(planFlags(), planAlignmentOptions.defaults, ['fast', 'runs', 'workers']);
  same(emojiFlags(), buildEmojiOptions.defaults, ['left', 'right', 'thumbnails']);
});

test('what is typed is read by the check of the option: numbers, names, lists, switches', () => {
  const count = flag('--count <n>', option(z.int().positive().nullable(), null, 'How many; null: all'));
  expect(count.description).toBe('how many; without it: all');
  expect(parsed(count)).toEqual({});
  expect(parsed(count, '--count', '3')).toEqual({ count: 3 });
  for (const [text, said] of [
    ['many', /--count: "many" is not a number/],
    ['2.5', /--count: /],
    ['0', /--count: /],
  ] as const)
    expect(() => parsed(count, '--count', text)).toThrow(said);

  const shape = flag('--shape <name>', option(z.enum(['round', 'square']), 'round', 'Its shape'));
  expect(shape.description).toBe('its shape: round, square');
  expect(parsed(shape, '--shape', 'square')).toEqual({ shape: 'square' });
  expect(() => parsed(shape, '--shape', 'sqare')).toThrow(/unknown shape "sqare".*Did you mean "square"/);

  const list = flag('--of <names>', option(z.array(z.string()).min(1), ['a', 'b'], 'Which'));
  expect(command(list).helpInformation()).toMatch(/which; with commas between them\s+\(default: a,b\)/);
  expect(parsed(list, '--of', 'x, y')).toEqual({ of: ['x', 'y'] });

  const on = flag('--on', option(z.boolean(), false, 'Also that'));
  expect([parsed(on), parsed(on, '--on')]).toEqual([{}, { on: true }]);
});
