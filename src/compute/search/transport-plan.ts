import { rowOfCells } from '../csr.js';
import type { Csr } from '../matrix.js';
import { hash } from '../random.js';
import { Best, mutualPairs } from './best.js';
import { mutualNearest } from './mutual-nearest.js';
import type { Pairs, Scores } from './scores.js';

/** An entropic transport plan P ≥ 0 between N rows and M columns; its columns add up to 1, at convergence its rows too. */
export interface TransportPlan {
  /**
   * The scores with the potentials as radii, so that every search over them goes by P: log P is `scale` times what it
   * finds. A line without cells of its own has radius Infinity: all of its P is 0.
   */
  readonly scores: Scores;
  readonly scale: number;
  /** log P of the cells that were kept, N × M; undefined when all were. */
  readonly logP?: Csr | undefined;
}

/**
 * Pairs in which each end gives most to the other, best first, with their probability P as score; equal ones by a hash of
 * `tieSeed` and the pair. `margin`: the lesser lead in log P, over both ends, over the second best.
 */
export function mutualTransport(
  plan: TransportPlan,
  o: { readonly tieSeed: number },
): Pairs & { margin: Float32Array } {
  const { scale, logP } = plan;
  const found = logP ? mutualCells(logP, o.tieSeed) : mutualNearest(plan.scores, o);
  const factor = logP ? 1 : scale;
  return {
    ...found,
    score: found.score.map((log) => Math.exp(factor * log)),
    margin: found.margin.map((lead) => factor * lead),
  };
}

function mutualCells(cells: Csr, tieSeed: number): Pairs & { margin: Float32Array } {
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

/** The probability of each pair; 0 for pairs that were not kept. */
export function transportProbabilities(plan: TransportPlan, pairs: Pick<Pairs, 'left' | 'right'>): Float32Array {
  const { scores, scale, logP } = plan;
  const log = logP
    ? (i: number, j: number) => logP.values[cellOf(logP, i, j)] ?? Number.NEGATIVE_INFINITY
    : (i: number, j: number) => scale * scoreOf(scores, i, j);
  return Float32Array.from(pairs.left, (i, p) => Math.exp(log(i, pairs.right[p]!)));
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
