import * as z from 'zod';
import { columnCount, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { concatColumns, normalizeRows } from '../compute/index.js';
import type { AlignmentTask, FeatureTable, MultimodalGraph } from '../graph/index.js';
import { baggedAttributes, type FittedAttributes } from './attribute-bags.js';
import type { DerivedModality } from './derived.js';
import { type FittedNgrams, ngramTables } from './hashed-ngrams.js';

export const literalFeaturesOptions = optionSet('literalFeatures', {
  dimensions: option(columnCount(), 512, 'Columns of the hashed values'),
  limit: option(columnCount(), 1000, 'How many of the most frequent attributes become columns beside them'),
  bag: option(z.number().nonnegative(), 0.5, 'Weight of which attributes an entity has, beside 1 for their values'),
});

export interface LiteralFeaturesOptions extends Options<typeof literalFeaturesOptions> {}

/**
 * The modality `attribute` from the attributes that files tell: the values of each entity, one text, as hashed n-grams,
 * beside a bag of which attributes it has, where the graphs have some of the same name; the bag alone where a graph has no
 * values (DBP15K's `training_attrs`).
 * @returns entities × (attributes in the bag + dimensions); undefined when a graph has no attributes
 */
export function literalFeatures(task: AlignmentTask, options?: LiteralFeaturesOptions): DerivedModality | undefined {
  const made = literalTables(task, options);
  if (!made) return undefined;
  const { fitted: _, ...modality } = made;
  return modality;
}

/** What {@link literalFeatures} is made by: the bag's columns, and the n-grams of the values where these count. */
export interface FittedLiterals {
  readonly bag: FittedAttributes;
  readonly values?: FittedNgrams | undefined;
}

/** {@link literalFeatures}, and what was fitted; or by what was fitted to others before. */
export function literalTables(
  task: AlignmentTask,
  options?: LiteralFeaturesOptions,
  before?: FittedLiterals,
): (DerivedModality & { readonly fitted: FittedLiterals }) | undefined {
  const o = literalFeaturesOptions.resolve(options);
  if (!task.left.literals || !task.right.literals) return undefined;
  const [left, right] = [attributesOf(task.left), attributesOf(task.right)];
  const { fitted: bag, ...bags } = baggedAttributes(task, left, right, { limit: o.limit }, before?.bag);
  const sides = [task.left.literals, task.right.literals];
  const bare = before ? !before.values : sides.some(({ values }) => values.every((value) => value === ''));
  if (bare) return { ...bags, fitted: { bag } };
  const { dimensions } = o;
  const { fitted, ...values } = ngramTables(texts(task.left), texts(task.right), { dimensions }, before?.values);
  const of = { bag, values: fitted };
  if (!bags.modality.comparable) return { modality: { name: 'attribute', comparable: true }, ...values, fitted: of };
  return {
    modality: bags.modality,
    left: beside(bags.left, values.left, o),
    right: beside(bags.right, values.right, o),
    fitted: of,
  };
}

function beside(bag: FeatureTable, values: FeatureTable, o: Resolved<LiteralFeaturesOptions>): FeatureTable {
  return {
    values: concatColumns([normalizeRows(bag.values), values.values], [o.bag, 1]),
    known: bag.known.map((known, i) => known | values.known[i]!),
  };
}

/** The values of each entity as one text, in the order of the files. */
function texts({ entityCount, literals }: MultimodalGraph): string[] {
  const out: string[] = new Array(entityCount).fill('');
  literals!.entity.forEach((row, i) => {
    out[row] = out[row] === '' ? literals!.values[i]! : `${out[row]} ${literals!.values[i]}`;
  });
  return out;
}

function attributesOf({ entityCount, literals }: MultimodalGraph): string[][] {
  const out: string[][] = Array.from({ length: entityCount }, () => []);
  literals!.entity.forEach((row, i) => {
    out[row]!.push(literals!.attributes[literals!.attribute[i]!]!);
  });
  return out;
}
