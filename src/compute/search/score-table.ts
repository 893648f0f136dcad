import { type Matrix, matrix } from '../matrix.js';
import type { Scores } from './scores.js';
import { eachStrip } from './strips.js';

/** All scores at once, N × M: for what is small. */
export function scoreTable(scores: Scores): Matrix {
  const table = matrix(scores.left.rows, scores.right.rows);
  eachStrip(scores, (start, _, data) => table.data.set(data, start * table.cols));
  return table;
}
