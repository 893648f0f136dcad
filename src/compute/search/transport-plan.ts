import { rowOfCells, transposeCsr } from '../csr.js';
import type { Csr } from '../matrix.js';
import { hash } from '../random.js';
import { Best, mutualPairs } from './best.js';
import { mutualNearest } from './mutual-nearest.js';
import { rankCounts } from './rank-counts.js';
import type { Pairs, Scores } from './scores.js';

/** An entropic transport plan P ≥ 0 between N rows and M columns; its columns add up to 1, at convergence its rows too. */
export type TransportPlan = DensePlan | SparsePlan;

/** Of all cells. */
export interface DensePlan {
  /** The scores with the potentials as radii, so that every search over them goes by P: log P is `scale` times a score. */
  readonly scores: Scores;
  readonly scale: number;
  readonly logP?: undefined;
}

/** Of the cells that were kept; all others are 0. */
export interface SparsePlan {
  /** As they were given. */
  readonly scores: Scores;
  /** The scores kept, N × M. */
  readonly cells: Csr;
  /** log P of these, N × M. */
  readonly logP: Csr;
}

/**
 * Pairs in which each end gives most to the other, best first, with their probability P as score; equal ones by a hash of
 * `tieSeed` and the pair. `margin`: the lesser lead in log P, over both ends, over the second best.
 */
export function mutualTransport(
  plan: TransportPlan,
  o: { readonly tieSeed: number },
): Pairs & { margin: Float32Array } {
  const found = plan.logP ? mutualCells(plan.logP, o.tieSeed) : mutualNearest(plan.scores, o);
  const factor = plan.logP ? 1 : plan.scale;
  return {
    ...found,
    score: found.score.map((log) => Math.exp(factor * log)),
    margin: found.margin.map((lead) => factor * lead),
  };
}

/** {@link mutualNearest} among the stored cells alone. */
export function mutualCells(cells: Csr, tieSeed: number): Pairs & { margin: Float32Array } {
  const [byRow, byColumn] = [new Best(cells.rows), new Best(cells.cols)];
  const rows = rowOfCells(cells);
  cells.values.forEach((log, e) => {
    const [i, j] = [rows[e]!, cells.columns[e]!];
    const tie = () => hash(hash(tieSeed, i), j);
    byRow.offer(i, j, log, tie);
    byColumn.offer(j, i, log, tie);
  });
  return mutualPairs(byRow, byColumn);
}

/** The plan from the other side: rows are columns. */
export function transposePlan(plan: TransportPlan): TransportPlan {
  const { left, right, sparse, radii } = plan.scores;
  const scores: Scores = {
    ...{ left: right, right: left, sparse: sparse && transposeCsr(sparse) },
    radii: radii && { left: radii.right, right: radii.left },
  };
  if (!plan.logP) return { scores, scale: plan.scale };
  return { scores, cells: transposeCsr(plan.cells), logP: transposeCsr(plan.logP) };
}

/** The probability of each pair; 0 for pairs that were not kept. */
export function transportProbabilities(plan: TransportPlan, pairs: Pick<Pairs, 'left' | 'right'>): Float32Array {
  const { logP } = plan;
  const log = logP
    ? (i: number, j: number) => logP.values[cellOf(logP, i, j)] ?? Number.NEGATIVE_INFINITY
    : (i: number, j: number) => plan.scale * scoreOf(plan.scores, i, j);
  return Float32Array.from(pairs.left, (i, p) => Math.exp(log(i, pairs.right[p]!)));
}

/**
 * As `rankCounts`, by P: for each row how many columns other than its target have at least its P. What was not kept comes
 * after what was, in the order of the plain scores. @param targets N column numbers, -1: none
 */
export function transportRanks(plan: TransportPlan, targets: Int32Array): Int32Array {
  if (!plan.logP) return rankCounts(plan.scores, targets);
  const { scores, cells, logP } = plan;
  const kept = Int32Array.from(targets, (target, i) => (target < 0 ? -1 : cellOf(logP, i, target)));
  // A pass over all scores only for the rows whose target was not kept.
  const missing = targets.map((target, i) => (kept[i]! < 0 ? target : -1));
  const plain = missing.some((target) => target >= 0) ? rankScores(scores, missing) : undefined;
  return targets.map((target, i) => {
    if (target < 0) return -1;
    const [from, to] = [logP.offsets[i]!, logP.offsets[i + 1]!];
    if (kept[i]! >= 0) return logP.values.subarray(from, to).filter((p) => p >= logP.values[kept[i]!]!).length - 1;
    const own = plain!.own[i]!;
    return plain!.counts[i]! + cells.values.subarray(from, to).filter((score) => score < own).length;
  });
}

/** The targets' own scores, and how many others are at least that, by the scores as they are. */
function rankScores(scores: Scores, targets: Int32Array): { own: Float32Array; counts: Int32Array } {
  const own = Float32Array.from(targets, (target, i) => (target < 0 ? 0 : scoreOf(scores, i, target)));
  return { own, counts: rankCounts(scores, targets) };
}

function scoreOf({ left, right, sparse, radii }: Scores, i: number, j: number): number {
  let sum = 0;
  for (let d = 0; d < left.cols; d++) sum += left.data[i * left.cols + d]! * right.data[j * left.cols + d]!;
  if (sparse) sum += sparse.values[cellOf(sparse, i, j)] ?? 0;
  return radii ? 2 * sum - radii.left[i]! - radii.right[j]! : sum;
}

/** Where cell (i, j) is stored; -1 when it is not. */
function cellOf({ offsets, columns }: Csr, i: number, j: number): number {
  let [low, high] = [offsets[i]!, offsets[i + 1]!];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle]! < j) low = middle + 1;
    else high = middle;
  }
  return low < offsets[i + 1]! && columns[low] === j ? low : -1;
}
