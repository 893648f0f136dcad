import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../base/index.js';
import { gainNames, slowerNames } from './gain-values.js';
import { type Names, names } from './names.js';
import { balanceNames, choicesNames, readmeNames, tonesNames } from './study-values.js';

/** Names of files in a folder of `data` that match, each by what it matches in brackets. */
const stored = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(packageRoot(), 'data', folder)).flatMap((file) => pattern.exec(file)?.slice(1) ?? []);

/** Every number that has a record in the package's data: gain by pair (as its file is called), and the other studies'. */
export function studyNames(): Names {
  const pairs = stored('gain', /^(?!equivalent\.)(.*)\.jsonl$/);
  const balance = stored('theory', /^balance-(.*)\.json$/).map((file) => [file, () => balanceNames(file)]);
  return names({
    ...Object.fromEntries(pairs.map((pair) => [pair, once(() => gainNames(pair))])),
    slower: names({ mclea: () => slowerNames(pairs, 'mclea', 'small') }),
    balance: names(Object.fromEntries(balance)),
    tones: tonesNames,
    choices: choicesNames,
    readme: readmeNames,
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
