import { hash } from '../random.js';
import { corrected } from './csls.js';
import type { Pairs, Scores } from './scores.js';

/** The best and second best of a line, ties by a seeded hash. */
class Best {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly at: Int32Array;
  constructor(lines: number) {
    this.first = new Float32Array(lines).fill(-Infinity);
    this.second = new Float32Array(lines).fill(-Infinity);
    this.at = new Int32Array(lines).fill(-1);
  }
  offer(line: number, score: number, other: number, wins: (other: number, held: number) => boolean): void {
    const best = this.first[line]!;
    if (score > best || (score === best && wins(other, this.at[line]!))) {
      this.second[line] = best;
      this.first[line] = score;
      this.at[line] = other;
    } else if (score > this.second[line]!) this.second[line] = score;
  }
}

/**
 * Pairs that are each other's best, best score first; `margin` is the lesser of best − second best by row and by column.
 * Equal scores are decided by a seeded hash of the pair, never by the index.
 */
export function mutualNearest(scores: Scores, o: { tieSeed: number }): Pairs & { margin: Float32Array } {
  const rows = new Best(scores.left.rows);
  const columns = new Best(scores.right.rows);
  const tie = (i: number, j: number) => hash(hash(o.tieSeed, i), j);
  corrected(scores, (i, values) => {
    for (let j = 0; j < values.length; j++) {
      rows.offer(i, values[j]!, j, (a, b) => tie(i, a) < tie(i, b));
      columns.offer(j, values[j]!, i, (a, b) => tie(a, j) < tie(b, j));
    }
  });
  const mutual = Array.from(rows.at.keys()).filter((i) => rows.at[i]! >= 0 && columns.at[rows.at[i]!] === i);
  mutual.sort((a, b) => rows.first[b]! - rows.first[a]! || tie(a, rows.at[a]!) - tie(b, rows.at[b]!));
  const margin = (i: number) =>
    Math.min(rows.first[i]! - rows.second[i]!, columns.first[rows.at[i]!]! - columns.second[rows.at[i]!]!);
  return {
    left: Int32Array.from(mutual),
    right: Int32Array.from(mutual, (i) => rows.at[i]!),
    score: Float32Array.from(mutual, (i) => rows.first[i]!),
    margin: Float32Array.from(mutual, margin),
  };
}
