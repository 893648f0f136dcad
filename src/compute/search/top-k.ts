import { corrected } from './csls.js';
import type { Scores } from './scores.js';

/** The k best columns of every row, best first, ties by the lower column. */
export function topK(scores: Scores, k: number): { indices: Int32Array; values: Float32Array } {
  const width = Math.min(k, scores.right.rows);
  const indices = new Int32Array(scores.left.rows * width);
  const values = new Float32Array(scores.left.rows * width).fill(-Infinity);
  corrected(scores, (row, rowScores) =>
    insertAll(
      rowScores,
      width,
      values.subarray(row * width, (row + 1) * width),
      indices.subarray(row * width, (row + 1) * width),
    ),
  );
  return { indices, values };
}

/** Keeps the `width` best of `row` in `values`, sorted; an equal score does not displace an earlier column. */
export function insertAll(row: Float32Array, width: number, values: Float32Array, indices: Int32Array): void {
  for (let j = 0; j < row.length; j++) {
    const score = row[j]!;
    if (!(score > values[width - 1]!)) continue;
    let at = width - 1;
    while (at > 0 && score > values[at - 1]!) {
      values[at] = values[at - 1]!;
      indices[at] = indices[at - 1]!;
      at--;
    }
    values[at] = score;
    indices[at] = j;
  }
}
