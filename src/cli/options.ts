import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Option } from 'commander';
import { OptionError, unknownOption } from '../base/index.js';

/** An option `flags` that takes a whole number of at least `least`. */
export function wholeNumber(flags: string, description: string, fallback: number, least = 1): Option {
  const name = flags.split(' ')[0]!;
  return new Option(flags, description).default(fallback).argParser((text: string) => {
    if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= least) return Number(text);
    throw new OptionError(
      `"${text}" is not a whole number of at least ${least}`,
      name,
      `Give a number such as ${fallback}`,
    );
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

export const dataOption = () =>
  new Option('--data <where>', '"emoji" (embedded) or a folder with the two graphs').default('emoji');
export const seedOption = () => wholeNumber('--seed <n>', 'the number all randomness comes from', 1, 0);
export const kOption = () => wholeNumber('--k <n>', 'number of seeds to pick', 800);
export const epochsOption = () => wholeNumber('--epochs <n>', 'epochs of the aligner', 60);
export const testOption = () => new Option('--test <file>', 'links to evaluate on (left id, right id; tab-separated)');
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
