import type { Scores } from '../compute/index.js';
import type { SeedSet } from '../graph/index.js';

/** The score of each given pair (left[i], right[i]), hubness-corrected where `scores` is. */
export function pairScores(scores: Scores, pairs: Pick<SeedSet, 'left' | 'right'>): Float32Array {
  const { left, right, radii } = scores;
  return Float32Array.from(pairs.left, (l, p) => {
    const r = pairs.right[p]!;
    const s = dot(left.data, l * left.cols, right.data, r * right.cols, left.cols) + sparseAt(scores, l, r);
    return radii ? 2 * s - radii.left[l]! - radii.right[r]! : s;
  });
}

function dot(a: Float32Array, from: number, b: Float32Array, start: number, length: number): number {
  let sum = 0;
  for (let j = 0; j < length; j++) sum += a[from + j]! * b[start + j]!;
  return sum;
}

/** The sparse part of a pair's score. */
export function sparseAt({ sparse }: Scores, l: number, r: number): number {
  if (!sparse) return 0;
  for (let e = sparse.offsets[l]!; e < sparse.offsets[l + 1]!; e++)
    if (sparse.columns[e] === r) return sparse.values[e]!;
  return 0;
}
