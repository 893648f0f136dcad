import { forEachBlock } from './blocks.js';
import type { Scores } from './scores.js';

/** The mean of the k highest plain scores of every row and of every column. */
export function cslsRadii(scores: Scores, k: number): { left: Float32Array; right: Float32Array } {
  const { left, right } = scores;
  const across = new Float32Array(left.rows);
  const down = new BestOf(right.rows, Math.min(k, left.rows));
  const width = Math.min(k, right.rows);
  forEachBlock(scores, (block, first) => {
    for (let i = 0; i < block.rows; i++) {
      const best = new BestOf(1, width);
      const start = i * block.cols;
      for (let j = 0; j < block.cols; j++) {
        best.offer(0, block.data[start + j]!);
        down.offer(j, block.data[start + j]!);
      }
      across[first + i] = best.mean(0);
    }
  });
  return { left: across, right: Float32Array.from({ length: right.rows }, (_, j) => down.mean(j)) };
}

/** Visits every row's scores, hubs corrected when the scores ask for it; the row is reused. */
export function corrected(scores: Scores, visit: (row: number, rowScores: Float32Array) => void): void {
  const radii = scores.csls ? cslsRadii(scores, scores.csls) : undefined;
  forEachBlock(scores, (block, first) => {
    for (let i = 0; i < block.rows; i++) {
      const row = block.data.subarray(i * block.cols, (i + 1) * block.cols);
      if (radii) {
        const own = radii.left[first + i]!;
        for (let j = 0; j < row.length; j++) row[j] = 2 * row[j]! - own - radii.right[j]!;
      }
      visit(first + i, row);
    }
  });
}

/** The `width` highest values offered to each of `lines` lines, kept sorted. */
class BestOf {
  private readonly values: Float32Array;
  constructor(
    lines: number,
    private readonly width: number,
  ) {
    this.values = new Float32Array(lines * width).fill(-Infinity);
  }
  offer(line: number, value: number): void {
    const start = line * this.width;
    let at = start + this.width - 1;
    if (!(value > this.values[at]!)) return;
    while (at > start && value > this.values[at - 1]!) {
      this.values[at] = this.values[at - 1]!;
      at--;
    }
    this.values[at] = value;
  }
  mean(line: number): number {
    let sum = 0;
    for (let n = 0; n < this.width; n++) sum += this.values[line * this.width + n]!;
    return sum / this.width;
  }
}
