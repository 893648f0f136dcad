import { join } from 'node:path';
import * as z from 'zod';
import { type Options, option, optionSet, packageRoot } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type Dataset, readFolder } from '../read/index.js';
import { addModality } from './derived.js';
import { type HashedNgramsOptions, hashedNgrams } from './hashed-ngrams.js';
import { type RelationCountsOptions, relationCounts } from './relation-counts.js';

export const openTaskOptions = optionSet('openTask', {
  seed: option(z.int(), 1, 'Draws the order of the rows within each graph'),
  relations: option(
    z.custom<RelationCountsOptions>(),
    {},
    'How relation counts are made where the folder has no `R.npy`',
  ),
  names: option(
    z.custom<HashedNgramsOptions>(),
    {},
    'How names become vectors where the folder has names but no `S.npy`',
  ),
  language: option(
    z.string(),
    '',
    'The language of names where a format has several (RDF), e.g. `en`; when empty, the most frequent one of both graphs',
  ),
});

export interface OpenTaskOptions extends Options<typeof openTaskOptions> {}

/**
 * Opens a data set with all its features, ready for seeds and models: what the folder has, relation counts from the
 * triples, and names as hashed n-grams.
 * @param where `emoji` for the embedded data, or a folder (see `readFolder`)
 */
export function openTask(where: string, options?: OpenTaskOptions): Dataset {
  const { seed, relations, names, language } = openTaskOptions.resolve(options);
  const dataset = readFolder(where === 'emoji' ? embeddedFolder() : where, {
    seed,
    language: language || undefined,
  });
  let { task } = dataset;
  if (!has(task, 'relation')) task = addModality(task, relationCounts(task, relations));
  const { names: left } = task.left;
  const { names: right } = task.right;
  if (!has(task, 'name') && left && right)
    task = addModality(task, { modality: { name: 'name', comparable: true }, ...hashedNgrams(left, right, names) });
  return { ...dataset, task };
}

/** Where the package's embedded emoji pair lies: two vendors' pictures, two languages. */
export function embeddedFolder(): string {
  return join(packageRoot(), 'data', 'emoji');
}

function has(task: AlignmentTask, name: string): boolean {
  return task.modalities.some((m) => m.name === name);
}
