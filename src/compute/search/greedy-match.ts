import type { Pairs } from './scores.js';

/**
 * Walks the pairs in their order and keeps one when both ends are still free, until `k` are kept (method §2).
 * @param taken ends that are not free (non-zero); left as they are
 */
export function greedyMatch(
  pairs: Pairs,
  k: number,
  taken?: { readonly left: Uint8Array; readonly right: Uint8Array },
): Pairs {
  const used = { left: new Set<number>(), right: new Set<number>() };
  const kept: number[] = [];
  for (let p = 0; p < pairs.left.length && kept.length < k; p++) {
    const left = pairs.left[p]!;
    const right = pairs.right[p]!;
    if (taken?.left[left] || taken?.right[right] || used.left.has(left) || used.right.has(right)) continue;
    used.left.add(left);
    used.right.add(right);
    kept.push(p);
  }
  return {
    left: Int32Array.from(kept, (p) => pairs.left[p]!),
    right: Int32Array.from(kept, (p) => pairs.right[p]!),
    score: Float32Array.from(kept, (p) => pairs.score[p]!),
  };
}
