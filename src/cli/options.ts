import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Option } from 'commander';
import * as z from 'zod';
import { OptionError, option, optionSet, type Option as SetOption, unknownOption } from '../base/index.js';
// The options alone: the faces of these rooms load TensorFlow.js, which --help needs not wait for.
import { decoderFields, rankFields } from '../match/options.js';
import { fields } from '../seeds/stage.js';
import { trainOptions } from '../train/options.js';

/** A flag for one option of a set: its words, default and check are the option's. */
export function flag<V>(flags: string, { check, fallback, words }: SetOption<V>): Option {
  const name = flags.split(' ')[0]!;
  const set = optionSet(name, { value: option(check, fallback, words) });
  const parse = (text: string): unknown => {
    if (typeof fallback !== 'number') return text;
    if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
    throw new OptionError(`"${text}" is not a number`, name, `Give a number such as ${fallback}`);
  };
  return new Option(
    flags,
    words.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
  )
    .default(fallback)
    .argParser((text: string) => {
      const value = parse(text) as V;
      try {
        return set.resolve({ value } as object).value;
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        throw new OptionError(error.what, name, error.remedy, { cause: error });
      }
    });
}

/** An option that takes one of `names`; any other is refused with the nearest one. */
export function oneOf(flags: string, description: string, fallback: string, names: readonly string[]): Option {
  const name = flags.split(' ')[0]!;
  return new Option(flags, `${description}: ${names.join(', ')}`).default(fallback).argParser((text: string) => {
    if (names.includes(text)) return text;
    throw unknownOption(name, text, names, name.replace(/^--/, ''));
  });
}

/** An option that takes names separated by commas. */
export const namesOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text: string) => text.split(',').map((name) => name.trim()));

/** `image=1,name=.5`, or `learned`. */
export const weightsOption = () =>
  new Option(
    '--weights <list>',
    "weights of the modalities' blocks, such as image=1,name=0.5 (one that is not named has none), or learned: without labels, by how far they agree",
  ).argParser((text: string): Readonly<Record<string, number>> | 'learned' => {
    if (text === 'learned') return text;
    return Object.fromEntries(
      text.split(',').map((part) => {
        const [, name, weight] = /^\s*([^=]+?)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
        if (name && Number(weight) >= 0 && Number.isFinite(Number(weight))) return [name, Number(weight)];
        throw new OptionError(`"${part}" is no weight`, '--weights', 'Write image=1,name=0.5, or learned');
      }),
    );
  });

export const dataOption = () =>
  new Option('--data <where>', '"emoji" (embedded) or a folder with the two graphs').default('emoji');
export const seedOption = (words = 'The number all randomness comes from') =>
  flag('--seed <n>', option(z.number().int().nonnegative(), fields.seed.fallback, words));
export const decoderOption = () =>
  oneOf('--decoder <name>', 'what matches are compared by', decoderFields.decoder.fallback, [
    'csls',
    'sinkhorn',
    'cosine',
  ]);
export const kOption = () => flag('--k <n>', fields.k);
export const topOption = () => flag('--top <n>', rankFields.top);
export const minScoreOption = () => flag('--min-score <p>', rankFields.minScore);
export const epochsOption = () => flag('--epochs <n>', trainOptions.fields.epochs);
export const testOption = () => new Option('--test <file>', 'links to evaluate on (left id, right id; tab-separated)');
export const languageOption = () =>
  new Option('--language <code>', 'the language of names, where the files have several: en, de, …').argParser(
    (text: string) => {
      if (/^[a-z]{2,3}(-[a-z\d]+)*$/i.test(text)) return text;
      throw new OptionError(`"${text}" is no language`, '--language', 'Give its code, such as en or de');
    },
  );
export const foldOption = () =>
  new Option(
    '--fold <fold>',
    "evaluate on the test links of a fold of OpenEA's folders, such as 721_5fold/1",
  ).conflicts('test');
export const jsonOption = () => new Option('--json', 'print one JSON object on stdout');

/** Refuses a place to write to before the long work rather than after it. @throws {OptionError} */
export function checkWritable(option: string, path: string, kind: 'file' | 'folder'): void {
  const stats = existsSync(path) ? statSync(path) : undefined;
  if (stats && stats.isDirectory() !== (kind === 'folder'))
    throw new OptionError(`${path} is ${stats.isDirectory() ? 'a folder' : 'a file'}`, option, `Give a ${kind}`);
  let place = resolve(path);
  while (!existsSync(place)) place = dirname(place);
  try {
    accessSync(place, constants.W_OK);
    if (place !== resolve(path) && !statSync(place).isDirectory()) throw new Error('not a folder');
  } catch (cause) {
    throw new OptionError(`cannot write to ${path}`, option, 'Choose a folder you may write to', { cause });
  }
}
