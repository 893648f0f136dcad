import { matmul } from '../matmul.js';
import { type Matrix, matrix } from '../matrix.js';
import type { Scores } from './scores.js';

/** Cells of one block: 32 MB of scores. */
const CELLS = 8_000_000;

/** Visits the plain scores (without CSLS) in blocks of whole rows; the block is reused, so take what you keep. */
export function forEachBlock(scores: Scores, visit: (block: Matrix, firstRow: number) => void): void {
  const { left, right, sparse } = scores;
  const height = Math.max(1, Math.floor(CELLS / Math.max(1, right.rows)));
  for (let first = 0; first < left.rows; first += height) {
    const rows = Math.min(height, left.rows - first);
    const part = matrix(rows, left.cols, left.data.subarray(first * left.cols, (first + rows) * left.cols));
    const block = matmul(part, right, { transposeB: true });
    if (sparse)
      for (let i = 0; i < rows; i++)
        for (let e = sparse.offsets[first + i]!; e < sparse.offsets[first + i + 1]!; e++)
          block.data[i * right.rows + sparse.columns[e]!]! += sparse.values[e]!;
    visit(block, first);
  }
}
