import { join } from 'node:path';
import * as z from 'zod';
import { type Options, option, optionSet, packageRoot } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type Dataset, type GraphPlace, readFolder } from '../read/index.js';
import { addModality, type DerivedModality } from './derived.js';
import { type HashedNgramsOptions, hashedNgrams } from './hashed-ngrams.js';
import { type LiteralFeaturesOptions, literalFeatures } from './literals.js';
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
  attributes: option(
    z.custom<LiteralFeaturesOptions>(),
    {},
    'How attributes become vectors where there are some but no matrix of them',
  ),
});

export interface OpenTaskOptions extends Options<typeof openTaskOptions> {}

/**
 * Opens a data set with all its features, ready for seeds and models: what the files have, relation counts from the
 * triples, names as hashed n-grams, and attributes as `literalFeatures` makes them.
 * @param where `emoji` for the embedded data, a folder of two graphs, or a file or folder for each (see `readFolder`)
 */
export function openTask(where: GraphPlace, options?: OpenTaskOptions): Dataset {
  const { seed, relations, names, attributes, language } = openTaskOptions.resolve(options);
  const place = where === 'emoji' ? embeddedFolder() : where;
  const dataset = readFolder(place, { seed, language: language || undefined });
  let { task } = dataset;
  const join = (name: string, derive: () => DerivedModality | undefined) => {
    const derived = has(task, name) ? undefined : derive();
    if (derived) task = addModality(task, derived);
  };
  join('relation', () => (hasTriples(task) ? relationCounts(task, relations) : undefined));
  join('name', () => nameVectors(task, names));
  join('attribute', () => literalFeatures(task, attributes));
  return { ...dataset, task };
}

const hasTriples = ({ left, right }: AlignmentTask) => left.triples.head.length > 0 || right.triples.head.length > 0;

function nameVectors({ left, right }: AlignmentTask, options: HashedNgramsOptions): DerivedModality | undefined {
  if (!left.names || !right.names) return undefined;
  return { modality: { name: 'name', comparable: true }, ...hashedNgrams(left.names, right.names, options) };
}

/** Where the package's embedded emoji pair lies: two vendors' pictures, two languages. */
export function embeddedFolder(): string {
  return join(packageRoot(), 'data', 'emoji');
}

function has(task: AlignmentTask, name: string): boolean {
  return task.modalities.some((m) => m.name === name);
}
