import { matmul } from '../matmul.js';
import { matrix } from '../matrix.js';
import { checkScores, type Scores } from './scores.js';

/** Cells of a strip: 4 M, 16 MB. */
const cells = 2 ** 22;

/** Full-width strips of the score matrix, top to bottom: `visit(first row, its rows × M cells)`. */
export function eachStrip(scores: Scores, visit: (start: number, rows: number, data: Float32Array) => void): void {
  checkScores(scores);
  const { left, right, sparse, radii } = scores;
  const height = Math.max(1, Math.floor(cells / Math.max(1, right.rows)));
  for (let start = 0; start < left.rows; start += height) {
    const rows = Math.min(height, left.rows - start);
    const part = matrix(rows, left.cols, left.data.subarray(start * left.cols, (start + rows) * left.cols));
    const { data } = matmul(part, right, { transposeB: true });
    for (let i = 0; i < rows; i++) {
      const at = i * right.rows;
      if (sparse)
        for (let e = sparse.offsets[start + i]!; e < sparse.offsets[start + i + 1]!; e++)
          data[at + sparse.columns[e]!]! += sparse.values[e]!;
      if (radii)
        for (let j = 0; j < right.rows; j++)
          // Rounded at each step, as the kernels do.
          data[at + j] = Math.fround(2 * data[at + j]! - radii.left[start + i]!) - radii.right[j]!;
    }
    visit(start, rows, data);
  }
}
