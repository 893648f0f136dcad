import { munkres } from 'munkres';
import { DataError } from '../base/index.js';
import { greedyMatch, hash, type Pairs, random, rowOfCells, scoreTable, topPairs } from '../compute/index.js';
import type { Decoded } from './decode.js';

/** Pairs a row that `greedy` looks at. */
const depth = 100;
/** Most cells of an optimal assignment: half a GB, and seconds at this size (minutes at worst). */
export const optimalCells = 4096 ** 2;

/** Best pairs first, while both ends are free. */
export function greedy(decoded: Decoded, tieSeed: number): Pairs {
  const { left, right } = (decoded.plan ?? decoded).scores;
  const most = Math.min(left.rows, right.rows);
  return greedyMatch(ordered(decoded, tieSeed, depth * most), most);
}

function ordered(decoded: Decoded, tieSeed: number, limit: number): Pairs {
  if (!decoded.plan) return topPairs(decoded.scores, { limit, tieSeed });
  if (!decoded.plan.logP) {
    const { scores, scale } = decoded.plan;
    const pairs = topPairs(scores, { limit, tieSeed });
    return { ...pairs, score: pairs.score.map((log) => Math.exp(scale * log)) };
  }
  const { logP } = decoded.plan;
  const rows = rowOfCells(logP);
  const tie = (e: number) => hash(hash(tieSeed, rows[e]!), logP.columns[e]!);
  const order = logP.values.map((_, e) => e).sort((a, b) => logP.values[b]! - logP.values[a]! || tie(a) - tie(b));
  return {
    left: Int32Array.from(order, (e) => rows[e]!),
    right: Int32Array.from(order, (e) => logP.columns[e]!),
    score: Float32Array.from(order, (e) => Math.exp(logP.values[e]!)),
  };
}

/**
 * The one-to-one assignment of the greatest sum of scores (Hungarian algorithm, the package munkres): all of the smaller
 * side have a partner. Equal sums are settled by an order drawn from `tieSeed`.
 * @throws DataError above 4,096 × 4,096
 */
export function optimal(decoded: Decoded, tieSeed: number): Pairs {
  const { left, right } = (decoded.plan ?? decoded).scores;
  if (left.rows * right.rows > optimalCells)
    throw new DataError(
      `an optimal assignment of ${left.rows} × ${right.rows} entities takes too long`,
      'matchEntities',
      'Take greedy or mutual, or match fewer entities (`among`)',
    );
  const value = valuesOf(decoded);
  const draw = random(tieSeed).fork('optimal assignment');
  const [rows, columns] = [draw.permutation(left.rows), draw.permutation(right.rows)];
  const costs = Array.from(rows, (i) => Float64Array.from(columns, (j) => -value(i, j)));
  const pairs = left.rows * right.rows === 0 ? [] : munkres(costs);
  const found = pairs.map(([a, b]) => ({ i: rows[a]!, j: columns[b]!, score: value(rows[a]!, columns[b]!) }));
  found.sort((a, b) => b.score - a.score || hash(hash(tieSeed, a.i), a.j) - hash(hash(tieSeed, b.i), b.j));
  return {
    left: Int32Array.from(found, (pair) => pair.i),
    right: Int32Array.from(found, (pair) => pair.j),
    score: Float32Array.from(found, (pair) => pair.score),
  };
}

/** The score of any pair: of a plan its probability, 0 for what was not kept. */
function valuesOf({ plan, ...decoded }: Decoded & { scores?: Parameters<typeof scoreTable>[0] }) {
  if (plan?.logP) {
    const { offsets, columns, values, rows, cols } = plan.logP;
    const table = new Float32Array(rows * cols);
    for (let i = 0; i < rows; i++)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) table[i * cols + columns[e]!] = Math.exp(values[e]!);
    return (i: number, j: number) => table[i * cols + j]!;
  }
  const { data, cols } = scoreTable(plan?.scores ?? decoded.scores!);
  return plan
    ? (i: number, j: number) => Math.exp(plan.scale * data[i * cols + j]!)
    : (i: number, j: number) => data[i * cols + j]!;
}
