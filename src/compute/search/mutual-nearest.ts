import { hash } from '../random.js';
import type { Pairs, Scores } from './scores.js';
import { eachStrip } from './strips.js';

/** The best candidate of each row (or column), its score, the hash that wins ties, and the second best score. */
class Best {
  readonly index: Int32Array;
  readonly score: Float32Array;
  readonly second: Float32Array;
  private readonly tie: Uint32Array;

  constructor(count: number) {
    this.index = new Int32Array(count).fill(-1);
    this.score = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    this.second = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    this.tie = new Uint32Array(count);
  }

  offer(at: number, candidate: number, score: number, tie: () => number): void {
    const best = this.score[at]!;
    if (score < best || (score === best && this.index[at] !== -1 && tie() >= this.tie[at]!)) {
      if (score > this.second[at]!) this.second[at] = score;
      return;
    }
    this.second[at] = best;
    this.score[at] = score;
    this.index[at] = candidate;
    this.tie[at] = tie();
  }
}

/**
 * Pairs in which each end is the other's best, best first; equal scores by a hash of `tieSeed` and the pair.
 * `margin`: the lesser, over both ends, of best − second best (Infinity where an end has one candidate only).
 */
export function mutualNearest(scores: Scores, o: { readonly tieSeed: number }): Pairs & { margin: Float32Array } {
  const cols = scores.right.rows;
  const byRow = new Best(scores.left.rows);
  const byColumn = new Best(cols);
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      const rowSeed = hash(o.tieSeed, start + i);
      for (let j = 0; j < cols; j++) {
        const score = data[i * cols + j]!;
        const tie = () => hash(rowSeed, j);
        byRow.offer(start + i, j, score, tie);
        byColumn.offer(j, start + i, score, tie);
      }
    }
  });
  const mutual: number[] = [];
  byRow.index.forEach((j, i) => {
    if (j >= 0 && byColumn.index[j] === i) mutual.push(i);
  });
  const tie = (i: number) => hash(hash(o.tieSeed, i), byRow.index[i]!);
  mutual.sort((a, b) => byRow.score[b]! - byRow.score[a]! || tie(a) - tie(b));
  const rowMargin = (i: number) => byRow.score[i]! - byRow.second[i]!;
  const columnMargin = (j: number) => byColumn.score[j]! - byColumn.second[j]!;
  return {
    left: Int32Array.from(mutual),
    right: Int32Array.from(mutual, (i) => byRow.index[i]!),
    score: Float32Array.from(mutual, (i) => byRow.score[i]!),
    margin: Float32Array.from(mutual, (i) => Math.min(rowMargin(i), columnMargin(byRow.index[i]!))),
  };
}
