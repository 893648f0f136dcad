import { parseArgs } from 'node:util';
import * as z from 'zod';
import { OptionError, type Options, option, optionSet, type Resolved, unknownOption } from '../../base/index.js';
import { ablationLists } from './ablation-lists.js';
import { type Ablation, gainAblations } from './ablations.js';
import { gainAligners } from './aligners.js';

export const randomSeeds = z.string().regex(/^\d+(-\d+)?$/, 'a number, or two with "-" between them');

export const pairOption = option(
  z.string(),
  'emoji',
  '`emoji` (embedded), `dbp15k` (ZH-EN), `dbp15k-ja`, `dbp15k-fr`, `srprs` (EN-FR, with attributes), `srprs-names`, `hanzi-kanji`, or two emoji sides such as `fr:openmoji,it:fluent`, built on first use into .cache',
);

export const gainOptions = optionSet('study gain', {
  pair: pairOption,
  rows: option(z.string(), 'main', 'Ablations, with commas between them, or a list of them: see `psqe study list`'),
  aligner: option(z.string(), 'mclea', 'The aligner, a name of `gainAligners`'),
  seeds: option(randomSeeds, '1-5', 'Random seeds, first-last'),
  against: option(
    z.string(),
    'psqe',
    'The row that the others are compared with; `no-variants` for ingredients, which are changes to the three stages alone',
  ),
  view: option(
    z.enum(['strata', 'decoders']),
    'strata',
    'What the table shows: seeds and Hits@1 (CSLS) by group of test links, or Hits@1 by decoder, with processor seconds',
  ),
});

/** What is asked of the gain study. */
export interface GainOptions extends Options<typeof gainOptions> {}

/** The same with what its names stand for. */
export interface GainRequest extends Omit<Resolved<GainOptions>, 'seeds'> {
  readonly ablations: readonly Ablation[];
  readonly seeds: readonly number[];
}

/** The random seeds that `3` and `1-5` stand for. */
export function seedRange(text: string): number[] {
  const [first, last = first] = text.split('-').map(Number) as [number, number?];
  return Array.from({ length: last! - first + 1 }, (_, i) => first + i);
}

/** @throws {OptionError} for an unknown ablation or aligner (with the nearest known one) */
export function gainRequest(options?: GainOptions): GainRequest {
  const { rows, seeds, ...rest } = gainOptions.resolve(options);
  if (!(rest.aligner in gainAligners))
    throw unknownOption('study gain', rest.aligner, Object.keys(gainAligners), 'aligner');
  const numbers = seedRange(seeds);
  if (numbers.length === 0)
    throw new OptionError(`"${seeds}" holds no seed`, 'study gain: option "seeds"', 'Write 1-5');
  const known = new Map(gainAblations.map((each) => [each.name, each]));
  if (!known.has(rest.against)) throw unknownOption('study gain', rest.against, [...known.keys()], 'row');
  const ablations =
    ablationLists[rows] ??
    rows.split(',').map((name) => {
      const found = known.get(name);
      if (!found) throw unknownOption('study gain', name, [...Object.keys(ablationLists), ...known.keys()], 'ablation');
      return found;
    });
  return { ...rest, rows, ablations, seeds: numbers };
}

/** The same from a command line's words, as tables in the documentation name theirs. */
export function gainRequestOf(words: string): GainRequest {
  const options = Object.fromEntries(
    Object.keys(gainOptions.fields).map((name) => [name, { type: 'string' as const }]),
  );
  return gainRequest(parseArgs({ args: words.trim().split(/\s+/), options }).values);
}
