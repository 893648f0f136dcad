import type { Scores } from './scores.js';
import { eachStrip } from './strips.js';

/** Each row's k best columns (at most M), best first, equal scores by lower column: N × k. */
export function topK(scores: Scores, k: number): { indices: Int32Array; values: Float32Array } {
  const cols = scores.right.rows;
  const width = Math.min(k, cols);
  const indices = new Int32Array(scores.left.rows * width);
  const values = new Float32Array(scores.left.rows * width);
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++)
      bestOfRow(data.subarray(i * cols, (i + 1) * cols), width, indices, values, (start + i) * width);
  });
  return { indices, values };
}

/** Insertion into a sorted list: short for the k in use, and equal scores keep the order of columns. */
function bestOfRow(row: Float32Array, k: number, indices: Int32Array, values: Float32Array, at: number): void {
  let count = 0;
  for (let j = 0; j < row.length; j++) {
    const score = row[j]!;
    if (count === k && !(score > values[at + k - 1]!)) continue;
    let p = count < k ? count++ : k - 1;
    for (; p > 0 && values[at + p - 1]! < score; p--) {
      values[at + p] = values[at + p - 1]!;
      indices[at + p] = indices[at + p - 1]!;
    }
    values[at + p] = score;
    indices[at + p] = j;
  }
}
