import type { Links } from '../graph/index.js';

/** Share of the matches that are true, and of the true links that were found. */
export function matchQuality(pairs: Links, truth: Links): { precision: number | null; recall: number | null } {
  const partner = new Map(Array.from(truth.left, (l, i) => [l, truth.right[i]!]));
  let correct = 0;
  pairs.left.forEach((l, i) => {
    if (partner.get(l) === pairs.right[i]) correct++;
  });
  const share = (of: number) => (of === 0 ? null : correct / of);
  return { precision: share(pairs.left.length), recall: share(truth.left.length) };
}
