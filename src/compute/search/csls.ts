import { transposeCsr } from '../csr.js';
import type { Scores } from './scores.js';
import { topK } from './top-k.js';

/**
 * The mean of the k highest plain scores of each row and of each column; of all of them where there are fewer.
 * `scores.csls` is not applied.
 */
export function cslsRadii(scores: Scores, k: number): { left: Float32Array; right: Float32Array } {
  const { left, right, sparse } = scores;
  return {
    left: meanOfBest({ left, right, sparse }, k),
    right: meanOfBest({ left: right, right: left, sparse: sparse && transposeCsr(sparse) }, k),
  };
}

function meanOfBest(scores: Scores, k: number): Float32Array {
  const width = Math.min(k, scores.right.rows);
  const { values } = topK(scores, width);
  return Float32Array.from({ length: scores.left.rows }, (_, i) => {
    let sum = 0;
    for (let a = 0; a < width; a++) sum += values[i * width + a]!;
    return width === 0 ? 0 : sum / width;
  });
}
