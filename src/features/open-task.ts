import { join } from 'node:path';
import * as z from 'zod';
import { type Options, option, optionSet, packageRoot } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type GraphPlace, readFolder } from '../read/index.js';
import { addModality, type DerivedModality } from './derived.js';
import type { FeaturedDataset, FittedFeatures } from './fitted.js';
import { type FittedNgrams, type HashedNgramsOptions, ngramTables } from './hashed-ngrams.js';
import { type FittedLiterals, type LiteralFeaturesOptions, literalTables } from './literals.js';
import { countedRelations, type FittedRelations, type RelationCountsOptions } from './relation-counts.js';

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
  fitted: option(
    z.custom<FittedFeatures | null>((value) => typeof value === 'object'),
    null,
    'How features were made of earlier files: the same entity then has the same row again. Beside it, settings of features do nothing',
  ),
});

export interface OpenTaskOptions extends Options<typeof openTaskOptions> {}

/**
 * Opens a data set with all its features, ready for seeds and models: what the files have, relation counts from the
 * triples, names as hashed n-grams, and attributes as `literalFeatures` makes them.
 * @param where `emoji` for the embedded data, a folder of two graphs, or a file or folder for each (see `readFolder`)
 */
export function openTask(where: GraphPlace, options?: OpenTaskOptions): FeaturedDataset {
  const { seed, relations, names, attributes, language, fitted: before } = openTaskOptions.resolve(options);
  const place = where === 'emoji' ? embeddedFolder() : where;
  const dataset = readFolder(place, { seed, language: language || undefined });
  let { task } = dataset;
  let fitted: FittedFeatures = before ?? {};
  const join = <F>(name: keyof FittedFeatures, derive: (known?: F) => Derived<F> | undefined) => {
    // What was no modality of the earlier files is none of these.
    if (has(task, name) || (before && !before[name])) return;
    const derived = derive(before?.[name] as F | undefined);
    if (!derived) return;
    task = addModality(task, derived);
    fitted = { ...fitted, [name]: derived.fitted };
  };
  const relationNames = dataset.relations;
  join<FittedRelations>('relation', (known) =>
    hasTriples(task) ? countedRelations(task, { options: relations, names: relationNames, before: known }) : undefined,
  );
  join<FittedNgrams>('name', (known) => nameVectors(task, names, known));
  join<FittedLiterals>('attribute', (known) => literalTables(task, attributes, known));
  return { ...dataset, task, fitted };
}

type Derived<F> = DerivedModality & { readonly fitted: F };

const hasTriples = ({ left, right }: AlignmentTask) => left.triples.head.length > 0 || right.triples.head.length > 0;

function nameVectors({ left, right }: AlignmentTask, options: HashedNgramsOptions, before?: FittedNgrams) {
  if (!left.names || !right.names) return undefined;
  return { modality: { name: 'name', comparable: true }, ...ngramTables(left.names, right.names, options, before) };
}

/** Where the package's embedded emoji pair lies: two vendors' pictures, two languages. */
export function embeddedFolder(): string {
  return join(packageRoot(), 'data', 'emoji');
}

function has(task: AlignmentTask, name: string): boolean {
  return task.modalities.some((m) => m.name === name);
}
