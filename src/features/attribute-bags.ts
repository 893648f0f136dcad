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
  // An entity counts an attribute once, however often it is listed.
  const column = mostFrequent(
    [...left, ...right].map((bag) => new Set(bag)),
    limit,
  );
  const [l, r] = sides.map(({ bags }) => bagsOf(bags, column)) as [FeatureTable, FeatureTable];
  const rightNames = new Set(right.flat());
  const comparable = left.some((bag) => bag.some((name) => rightNames.has(name)));
  return { modality: { name: 'attribute', comparable }, left: l, right: r };
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
