import * as z from 'zod';
import { optionSet } from '../base/index.js';
import { greedyMatch, type Matrix, mutualNearest, normalizeRows, topPairs, withCsls } from '../compute/index.js';
import type { Links } from '../graph/index.js';

/** How entities are matched one to one. */
export interface AssignOptions {
  /** `mutual`: each other's nearest; `greedy`: best pairs first, while both ends are free. */
  readonly method?: 'mutual' | 'greedy';
  /** Neighbours in the hubness correction (3); 0: plain cosine. */
  readonly csls?: number;
  /**
   * Abstention: of the mutual pairs only those whose score is at least this much above the second best of both ends
   * (0: all). `greedy` takes none.
   */
  readonly margin?: number;
  /** Seeds the order of equal scores (1). */
  readonly tieSeed?: number;
}

export const assignOptions = optionSet<AssignOptions>('assignEntities', {
  method: z.enum(['mutual', 'greedy']).default('mutual'),
  csls: z.number().int().nonnegative().default(3),
  margin: z.number().nonnegative().default(0),
  tieSeed: z.number().int().default(1),
});

/** A one-to-one alignment, best first. */
export interface Assignment extends Links {
  readonly score: Float32Array;
}

/** A one-to-one alignment of the two graphs' entities; an entity may stay without a partner. */
export function assignEntities(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  o: AssignOptions = {},
): Assignment {
  const { method, csls, margin, tieSeed } = assignOptions.resolve(o);
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
