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
  const { limit } = relationCountsOptions.resolve(options);
  const sides = [task.left, task.right];
  const used = sides.map((graph) => new Set(graph.triples.relation));
  const column = mostFrequent(
    sides.map((graph) => graph.triples.relation),
    limit,
  );
  const [left, right] = sides.map((graph) => countsOf(graph, column)) as [FeatureTable, FeatureTable];
  return {
    modality: { name: 'relation', comparable: [...used[0]!].some((relation) => used[1]!.has(relation)) },
    left,
    right,
  };
}

function countsOf(graph: MultimodalGraph, column: ReadonlyMap<number, number>): FeatureTable {
  const { head, relation, tail } = graph.triples;
  const values = matrix(graph.entityCount, column.size);
  const known = new Uint8Array(graph.entityCount);
  relation.forEach((r, t) => {
    const c = column.get(r);
    if (c === undefined) return;
    for (const entity of [head[t]!, tail[t]!]) {
      values.data[entity * column.size + c]! += 1;
      known[entity] = 1;
    }
  });
  return { values, known };
}
