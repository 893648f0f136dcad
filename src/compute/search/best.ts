import type { Pairs } from './scores.js';

/** Of each line (row or column) the best score, the second best, the best one's other end, and the hash that chose it. */
export class Best {
  readonly score: Float32Array;
  readonly second: Float32Array;
  readonly end: Int32Array;
  readonly tie: Uint32Array;

  constructor(count: number) {
    this.score = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    this.second = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    this.end = new Int32Array(count).fill(-1);
    this.tie = new Uint32Array(count).fill(2 ** 32 - 1);
  }

  offer(at: number, end: number, score: number, tie: () => number): void {
    const best = this.score[at]!;
    if (score < best || (score === best && tie() >= this.tie[at]!)) {
      if (score > this.second[at]!) this.second[at] = score;
      return;
    }
    this.second[at] = best;
    this.score[at] = score;
    this.end[at] = end;
    this.tie[at] = tie();
  }
}

/** The pairs in which each end is the other's best, best first, with the lesser lead over the second best. */
export function mutualPairs(byRow: Best, byColumn: Best): Pairs & { margin: Float32Array } {
  const mutual: number[] = [];
  byRow.end.forEach((j, i) => {
    if (j >= 0 && byColumn.end[j] === i) mutual.push(i);
  });
  mutual.sort((a, b) => byRow.score[b]! - byRow.score[a]! || byRow.tie[a]! - byRow.tie[b]!);
  const rowMargin = (i: number) => byRow.score[i]! - byRow.second[i]!;
  const columnMargin = (j: number) => byColumn.score[j]! - byColumn.second[j]!;
  return {
    left: Int32Array.from(mutual),
    right: Int32Array.from(mutual, (i) => byRow.end[i]!),
    score: Float32Array.from(mutual, (i) => byRow.score[i]!),
    margin: Float32Array.from(mutual, (i) => Math.min(rowMargin(i), columnMargin(byRow.end[i]!))),
  };
}
