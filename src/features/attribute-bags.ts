import { columnCount, InputError, type Options, option, optionSet } from '../base/index.js';
import { matrix } from '../compute/index.js';
import type { AlignmentTask, FeatureTable } from '../graph/index.js';
import type { DerivedModality } from './derived.js';
import { mostFrequent } from './most-frequent.js';

export const attributeBagsOptions = optionSet('attributeBags', {
  limit: option(columnCount(), 1000, 'How many of the most frequent attributes become columns, as in EVA and MCLEA'),
});

export interface AttributeBagsOptions extends Options<typeof attributeBagsOptions> {}

/**
 * The modality `attribute` from attribute triples: 1 where an entity has one of the most frequent attributes of both
 * graphs together, else 0 (EVA, arXiv 2009.13603, §3.2).
 * @param left the attribute names of each left entity, in row order; a name means the same in both graphs
 * @param right the same of the right graph
 * @returns entities × min(limit, attributes); an entity without any of them is unknown
 * @throws {InputError} when a list does not fit its graph
 */
export function attributeBags(
  task: AlignmentTask,
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
  options?: AttributeBagsOptions,
): DerivedModality {
  const { fitted: _, ...made } = baggedAttributes(task, left, right, options);
  return made;
}

/** Which attributes are the columns, in order. */
export interface FittedAttributes {
  readonly columns: readonly string[];
  readonly comparable: boolean;
}

/** {@link attributeBags}, and what was fitted; or by what was fitted to others before. */
export function baggedAttributes(
  task: AlignmentTask,
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
  options?: AttributeBagsOptions,
  before?: FittedAttributes,
): DerivedModality & { readonly fitted: FittedAttributes } {
  const { limit } = attributeBagsOptions.resolve(options);
  const sides = [
    { graph: task.left, bags: left },
    { graph: task.right, bags: right },
  ];
  for (const { graph, bags } of sides)
    if (bags.length !== graph.entityCount)
      throw new InputError(
        `${bags.length} bags for ${graph.entityCount} entities`,
        `attributeBags, ${graph.name}`,
        'Give one list an entity, in row order',
      );
  const fitted = before ?? fittedTo(left, right, limit);
  const column = new Map(fitted.columns.map((name, c) => [name, c]));
  const [l, r] = sides.map(({ bags }) => bagsOf(bags, column)) as [FeatureTable, FeatureTable];
  return { modality: { name: 'attribute', comparable: fitted.comparable }, left: l, right: r, fitted };
}

function fittedTo(
  left: readonly (readonly string[])[],
  right: readonly (readonly string[])[],
  limit: number,
): FittedAttributes {
  // An entity counts an attribute once, however often it is listed.
  const columns = mostFrequent(
    [...left, ...right].map((bag) => new Set(bag)),
    limit,
  );
  const rightNames = new Set(right.flat());
  return {
    columns: [...columns.keys()],
    comparable: left.some((bag) => bag.some((name) => rightNames.has(name))),
  };
}

function bagsOf(bags: readonly (readonly string[])[], column: ReadonlyMap<string, number>): FeatureTable {
  const values = matrix(bags.length, column.size);
  const known = new Uint8Array(bags.length);
  bags.forEach((bag, i) => {
    for (const name of bag) {
      const c = column.get(name);
      if (c === undefined) continue;
      values.data[i * column.size + c] = 1;
      known[i] = 1;
    }
  });
  return { values, known };
}
