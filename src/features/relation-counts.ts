import { columnCount, type Options, option, optionSet } from '../base/index.js';
import { matrix } from '../compute/index.js';
import type { AlignmentTask, FeatureTable, MultimodalGraph } from '../graph/index.js';
import type { DerivedModality } from './derived.js';
import { mostFrequent } from './most-frequent.js';

export const relationCountsOptions = optionSet('relationCounts', {
  limit: option(columnCount(), 1000, 'How many of the most frequent relations become columns, as in EVA and MCLEA'),
});

export interface RelationCountsOptions extends Options<typeof relationCountsOptions> {}

/**
 * The modality `relation`: how often each of the most frequent relations of both graphs together ends or starts at an
 * entity (EVA, arXiv 2009.13603, §3.2). Columns fall in frequency, ties by relation number. It is comparable when the
 * two graphs have at least one relation in common; with two unrelated vocabularies (DBP15K) the same column never has
 * counts on both sides, so it says nothing between graphs.
 * @returns counts, entities × min(limit, relations in use); an entity without any of the relations is unknown
 */
export function relationCounts(task: AlignmentTask, options?: RelationCountsOptions): DerivedModality {
  const { fitted: _, ...made } = countedRelations(task, { options });
  return made;
}

/** Which relations are the columns, by their names, in order. */
export interface FittedRelations {
  readonly columns: readonly string[];
  readonly comparable: boolean;
}

/**
 * {@link relationCounts}, and what was fitted; or by what was fitted to others before.
 * @param o names: of the relations by number; where there are none, their numbers are their names
 */
export function countedRelations(
  task: AlignmentTask,
  o: {
    readonly options?: RelationCountsOptions | undefined;
    readonly names?: readonly string[] | undefined;
    readonly before?: FittedRelations | undefined;
  } = {},
): DerivedModality & { readonly fitted: FittedRelations } {
  const { limit } = relationCountsOptions.resolve(o.options);
  const nameOf = (relation: number) => o.names?.[relation] ?? String(relation);
  const fitted = o.before ?? fittedTo(task, limit, nameOf);
  const place = new Map(fitted.columns.map((name, c) => [name, c]));
  const column = new Map<number, number>();
  for (let r = 0; r < Math.max(task.left.relationCount, task.right.relationCount); r++) {
    const c = place.get(nameOf(r));
    if (c !== undefined) column.set(r, c);
  }
  const [left, right] = [task.left, task.right].map((graph) => countsOf(graph, column, fitted.columns.length));
  const modality = { name: 'relation', comparable: fitted.comparable };
  return { modality, left: left!, right: right!, fitted };
}

function fittedTo(task: AlignmentTask, limit: number, nameOf: (relation: number) => string): FittedRelations {
  const relations = [task.left, task.right].map((graph) => graph.triples.relation);
  const [left, right] = relations.map((used) => new Set(used));
  return {
    columns: [...mostFrequent(relations, limit).keys()].map(nameOf),
    comparable: [...left!].some((relation) => right!.has(relation)),
  };
}

function countsOf(graph: MultimodalGraph, column: ReadonlyMap<number, number>, columns: number): FeatureTable {
  const { head, relation, tail } = graph.triples;
  const values = matrix(graph.entityCount, columns);
  const known = new Uint8Array(graph.entityCount);
  relation.forEach((r, t) => {
    const c = column.get(r);
    if (c === undefined) return;
    for (const entity of [head[t]!, tail[t]!]) {
      values.data[entity * columns + c]! += 1;
      known[entity] = 1;
    }
  });
  return { values, known };
}
