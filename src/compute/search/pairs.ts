import { hash } from '../random.js';
import { corrected } from './csls.js';
import type { Pairs, Scores } from './scores.js';

/** The `limit` best cells of all, best first; equal scores in the order of a seeded hash, never of the index. */
export function topPairs(scores: Scores, o: { limit: number; tieSeed: number }): Pairs {
  const cells: Cells = { left: [], right: [], score: [] };
  let floor = -Infinity;
  corrected(scores, (row, values) => {
    for (let j = 0; j < values.length; j++)
      if (values[j]! >= floor) {
        cells.left.push(row);
        cells.right.push(j);
        cells.score.push(values[j]!);
      }
    if (cells.score.length > 2 * o.limit) floor = keepBest(cells, o.limit, o.tieSeed);
  });
  keepBest(cells, o.limit, o.tieSeed);
  return {
    left: Int32Array.from(cells.left),
    right: Int32Array.from(cells.right),
    score: Float32Array.from(cells.score),
  };
}

interface Cells {
  left: number[];
  right: number[];
  score: number[];
}

/** Cuts the cells to the best `limit`, sorted; returns the lowest score kept. */
function keepBest(cells: Cells, limit: number, tieSeed: number): number {
  const tie = (n: number) => hash(hash(tieSeed, cells.left[n]!), cells.right[n]!);
  const order = cells.score.map((_, n) => n).sort((a, b) => cells.score[b]! - cells.score[a]! || tie(a) - tie(b));
  order.length = Math.min(order.length, limit);
  const { left, right, score } = cells;
  cells.left = order.map((n) => left[n]!);
  cells.right = order.map((n) => right[n]!);
  cells.score = order.map((n) => score[n]!);
  return cells.score.at(-1) ?? -Infinity;
}

/** Walks the pairs from the best down and keeps a pair when both ends are still free, until `k` are kept. */
export function greedyMatch(pairs: Pairs, k: number, taken?: { left: Uint8Array; right: Uint8Array }): Pairs {
  const usedLeft = new Set<number>();
  const usedRight = new Set<number>();
  const kept: number[] = [];
  for (let n = 0; n < pairs.left.length && kept.length < k; n++) {
    const [i, j] = [pairs.left[n]!, pairs.right[n]!];
    if (usedLeft.has(i) || usedRight.has(j) || taken?.left[i] || taken?.right[j]) continue;
    usedLeft.add(i);
    usedRight.add(j);
    kept.push(n);
  }
  return {
    left: Int32Array.from(kept, (n) => pairs.left[n]!),
    right: Int32Array.from(kept, (n) => pairs.right[n]!),
    score: Float32Array.from(kept, (n) => pairs.score[n]!),
  };
}
