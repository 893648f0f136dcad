import { hash } from '../random.js';
import type { Pairs, Scores } from './scores.js';
import { eachStrip } from './strips.js';

interface Pair {
  left: number;
  right: number;
  score: number;
  tie: number;
}

/** The `limit` best pairs of all, best first; equal scores in the order of a hash of `tieSeed` and the pair. */
export function topPairs(scores: Scores, o: { readonly limit: number; readonly tieSeed: number }): Pairs {
  const cols = scores.right.rows;
  const order = (a: Pair, b: Pair) => b.score - a.score || a.tie - b.tie;
  let pool: Pair[] = [];
  let threshold = Number.NEGATIVE_INFINITY;
  const shrink = () => {
    pool.sort(order);
    pool = pool.slice(0, o.limit);
    if (pool.length === o.limit) threshold = pool[pool.length - 1]?.score ?? Number.POSITIVE_INFINITY;
  };
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      const rowSeed = hash(o.tieSeed, start + i);
      for (let j = 0; j < cols; j++) {
        const score = data[i * cols + j]!;
        if (score >= threshold) pool.push({ left: start + i, right: j, score, tie: hash(rowSeed, j) });
      }
      if (pool.length > 2 * o.limit + 100_000) shrink();
    }
  });
  shrink();
  return {
    left: Int32Array.from(pool, (p) => p.left),
    right: Int32Array.from(pool, (p) => p.right),
    score: Float32Array.from(pool, (p) => p.score),
  };
}
