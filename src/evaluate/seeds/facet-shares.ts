import type { FacetCounts } from './facet-counts.js';

/** Each count as a share of its row: what a value of the left ends is taken for; zeros where a row has no pairs. */
export function facetShares({ counts }: Pick<FacetCounts, 'counts'>): number[][] {
  return counts.map((row) => {
    const all = row.reduce((a, b) => a + b, 0);
    return row.map((count) => (all > 0 ? count / all : 0));
  });
}
