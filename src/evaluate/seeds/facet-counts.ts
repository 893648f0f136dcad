import { DataError } from '../../base/index.js';
import type { AlignmentTask, Links } from '../../graph/index.js';

/** Pairs counted by a facet of their ends. */
export interface FacetCounts {
  readonly facet: string;
  /** The values that are told apart, in the order of rows and columns. */
  readonly values: readonly string[];
  /** counts[a][b]: pairs whose left end has value a and whose right end has value b. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * How many pairs join each value of a facet on the left with each on the right, e.g. skin tones: a confusion matrix that
 * shows what is taken for what. Pairs of which an end has none of the values are left out.
 * @throws {DataError} when a graph knows no such facet
 */
export function facetCounts(
  task: AlignmentTask,
  pairs: Links,
  { facet, values }: Pick<FacetCounts, 'facet' | 'values'>,
): FacetCounts {
  const [left, right] = [task.left, task.right].map((graph) => {
    const column = graph.facets.get(facet);
    if (!column)
      throw new DataError(
        `${graph.name} knows no facet "${facet}"`,
        'facetCounts',
        `It knows: ${[...graph.facets.keys()].join(', ') || 'none'}`,
      );
    return column.map((value) => values.indexOf(value));
  });
  const counts = values.map(() => values.map(() => 0));
  pairs.left.forEach((l, i) => {
    const [a, b] = [left![l]!, right![pairs.right[i]!]!];
    if (a >= 0 && b >= 0) counts[a]![b]!++;
  });
  return { facet, values, counts };
}
