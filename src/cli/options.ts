import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import * as z from 'zod';
import {
  OptionError,
  type OptionSet,
  option,
  optionSchema,
  optionSet,
  type Option as SetOption,
  systemMeaning,
  systemRemedy,
  unknownOption,
} from '../base/index.js';
// The options alone: the faces of these rooms load TensorFlow.js, which --help needs not wait for.
import { buildEmojiOptions } from '../datasets/emoji/options.js';
import { decoderFields, rankFields } from '../match/options.js';
import { fields } from '../seeds/stage.js';
import { alignFields } from '../study/align-fields.js';
import { compareOptions } from '../study/compare-options.js';
import { planFields } from '../study/plan/fields.js';
import { alignerOptions, trainOptions } from '../train/options.js';

/** Adds flags to a command. */
export const withFlags = (command: Command, flags: readonly Option[]): Command =>
  flags.reduce((to, each) => to.addOption(each), command);

/** What the command line has to know of an option's values, from its check. */
interface Shape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
}

/** A flag for one option of a set: its words, default and check are the option's. */
export function flag<V>(flags: string, { check, fallback, words }: SetOption<V>): Option {
  const name = flags.split(' ')[0]!;
  const set = optionSet(name, { value: option(check, fallback, words) });
  const shape = optionSchema(set).properties!.value as Shape;
  const parse = parserOf(name, [shape, ...(shape.anyOf ?? [])]);
  const made = new Option(flags, described(words, shape));
  if (given(fallback)) made.default(fallback, Array.isArray(fallback) ? fallback.join(',') : undefined);
  return shape.type === 'boolean' ? made : made.argParser((text: string) => checked(set, name, parse(text)));
}

/** Whether a default says something; without it the option is left to what takes it. */
const given = (fallback: unknown): boolean =>
  fallback !== null && fallback !== false && !(Array.isArray(fallback) && fallback.length === 0);

function checked(set: OptionSet<{ readonly value?: unknown }>, name: string, value: unknown): unknown {
  try {
    return set.resolve({ value }).value;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new OptionError(error.what, name, error.remedy, { cause: error });
  }
}

/** An option's words as help has them; null, which nobody can type, is to leave it out. */
function described(words: string, shape: Shape): string {
  const names = shape.enum?.every((name) => words.includes(name)) ? undefined : shape.enum;
  const text = words.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()).replace(/\bnull:/, 'without it:');
  const several = shape.type === 'array' ? '; with commas between them' : '';
  return `${text}${names ? `: ${names.join(', ')}` : ''}${several}`;
}

/** Reads what is typed: a number, one of some names (or the nearest one is told), several with commas, or text. */
function parserOf(name: string, shapes: readonly Shape[]): (text: string) => unknown {
  if (shapes.some(({ type }) => type === 'integer' || type === 'number')) return (text) => numberOf(name, text);
  const known = shapes.find((shape) => shape.enum)?.enum;
  if (known) return (text) => oneNameOf(name, text, known);
  return shapes.some(({ type }) => type === 'array') ? namesOf : (text) => text;
}

function numberOf(name: string, text: string): number {
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  throw new OptionError(`"${text}" is not a number`, name, 'Give a number such as 3');
}

function oneNameOf(name: string, text: string, known: readonly string[]): string {
  if (known.includes(text)) return text;
  throw unknownOption(name, text, known, name.replace(/^--/, ''));
}

const namesOf = (text: string): string[] => text.split(',').map((name) => name.trim());

/** An option that takes one of `names`; any other is refused with the nearest one. */
export function oneOf(flags: string, description: string, fallback: string, names: readonly string[]): Option {
  const name = flags.split(' ')[0]!;
  return new Option(flags, `${description}: ${names.join(', ')}`)
    .default(fallback)
    .argParser((text: string) => oneNameOf(name, text, names));
}

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
export const kOption = () => flag('--k <n>', fields.k);

/** Flags of `psqe align`. */
export const alignFlags = () => [
  flag('--fast', alignFields.fast),
  flag('--k <n>', alignFields.k),
  flag('--top <n>', rankFields.top),
  flag('--min-score <p>', rankFields.minScore),
  flag('--cardinality <name>', rankFields.cardinality),
  flag('--confidence <name>', alignFields.confidence),
  flag('--min-confidence <p>', alignFields.minConfidence),
];

/** Flags of `psqe plan`. */
export const planFlags = () => [
  flag('--fast', planFields.fast),
  flag('--runs <n>', planFields.runs),
  flag('--workers <n>', planFields.workers),
];

/** Flags of `psqe run`. */
export const compareFlags = () => {
  const { k, epochs, model, sources, all } = compareOptions.fields;
  return [
    flag('--k <n>', k),
    flag('--epochs <n>', epochs),
    flag('--model <name>', model),
    flag('--sources <names>', sources),
    flag('--all', all),
  ];
};

/** Flags of `psqe train`. */
export const trainFlags = () => [
  flag('--model <name>', alignerOptions.fields.model),
  flag('--beside <names>', alignerOptions.fields.beside),
  flag('--epochs <n>', trainOptions.fields.epochs),
  flag('--decoder <name>', decoderFields.decoder),
];

/** Flags of `psqe data build emoji`. */
export const emojiFlags = () => {
  const { left, right, thumbnails } = buildEmojiOptions.fields;
  return [flag('--left <side>', left), flag('--right <side>', right), flag('--thumbnails', thumbnails)];
};

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
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && stats.isDirectory() !== (kind === 'folder'))
      throw new OptionError(`${path} is ${stats.isDirectory() ? 'a folder' : 'a file'}`, option, `Give a ${kind}`);
    let place = resolve(path);
    while (!statSync(place, { throwIfNoEntry: false })) place = dirname(place);
    accessSync(place, constants.W_OK);
    if (place !== resolve(path) && !statSync(place).isDirectory()) throw new Error('not a folder');
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    const why = systemMeaning(cause);
    const remedy = systemRemedy(cause) ?? 'Choose a folder you may write to';
    throw new OptionError(`cannot write to ${path}${why ? `: ${why}` : ''}`, option, remedy, { cause });
  }
}
