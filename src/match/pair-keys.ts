import type { Links } from '../graph/index.js';

/** One word for a pair of rows, to be looked up by. */
export const pairKey = (left: number, right: number): string => `${left} ${right}`;

/** The words of all pairs; none where there are no pairs. */
export const pairKeys = (pairs?: Links | null): ReadonlySet<string> =>
  new Set(Array.from(pairs?.left ?? [], (l, i) => pairKey(l, pairs!.right[i]!)));
