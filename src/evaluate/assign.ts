import * as z from 'zod';
import { type Options, option, optionSet } from '../base/index.js';
import { greedyMatch, type Matrix, mutualNearest, normalizeRows, topPairs, withCsls } from '../compute/index.js';
import type { Links } from '../graph/index.js';

export const assignOptions = optionSet('assignEntities', {
  method: option(
    z.enum(['mutual', 'greedy']),
    'mutual',
    "`mutual`: each other's nearest; `greedy`: best pairs first, while both ends are free",
  ),
  csls: option(z.number().int().nonnegative(), 3, 'Neighbours in the hubness correction, CSLS; 0: plain cosine'),
  margin: option(
    z.number().nonnegative(),
    0,
    "Least lead of a `mutual` pair's score over the second best of both ends; pairs with less are left out. It does nothing to `greedy`",
  ),
  tieSeed: option(z.number().int(), 1, 'Orders equal scores'),
});

/** How entities are matched one to one. */
export interface AssignOptions extends Options<typeof assignOptions> {}

/** A one-to-one alignment, best first. */
export interface Assignment extends Links {
  readonly score: Float32Array;
}

/** A one-to-one alignment of the two graphs' entities; an entity may stay without a partner. */
export function assignEntities(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  options?: AssignOptions,
): Assignment {
  const { method, csls, margin, tieSeed } = assignOptions.resolve(options);
  const left = normalizeRows(embeddings.left);
  const right = normalizeRows(embeddings.right);
  const most = Math.min(left.rows, right.rows);
  const scores = withCsls({ left, right }, csls);
  if (method === 'greedy') return greedyMatch(topPairs(scores, { limit: 100 * most, tieSeed }), most);
  const pairs = mutualNearest(scores, { tieSeed });
  const keep = (_: number, i: number) => pairs.margin[i]! >= margin;
  return { left: pairs.left.filter(keep), right: pairs.right.filter(keep), score: pairs.score.filter(keep) };
}

/** Share of the assigned pairs that are true, and of the true pairs that were assigned. */
export function assignmentQuality(pairs: Links, truth: Links): { precision: number | null; recall: number | null } {
  const partner = new Map(Array.from(truth.left, (l, i) => [l, truth.right[i]!]));
  let correct = 0;
  pairs.left.forEach((l, i) => {
    if (partner.get(l) === pairs.right[i]) correct++;
  });
  const share = (of: number) => (of === 0 ? null : correct / of);
  return { precision: share(pairs.left.length), recall: share(truth.left.length) };
}
