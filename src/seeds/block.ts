import { hash, type Matrix, rowProducts, takeRows } from '../compute/index.js';
import type { Rows } from './pick.js';
import type { Sides } from './sides.js';

/** What is left of equal values after their mean is taken off. */
const rounding = 1e-6;

/** Settings of {@link blockPairs}. */
export interface BlockOptions {
  readonly pick: 'best' | 'mutual';
  readonly center: boolean;
  readonly threshold: number;
  readonly pairs: number;
  readonly seed: number;
}

/** The pairs (left row, right row of `sides`) that the block of the given rows yields, best first. */
export function blockPairs(sides: Sides, rows: Rows, o: BlockOptions): [number, number][] {
  const { left, right } = rows;
  if (left.length === 0 || right.length === 0) return [];
  const block = rowProducts(takeRows(sides.left, left), takeRows(sides.right, right));
  if (o.center) centre(block);
  const tie = (cell: number) => hash(hash(o.seed, left[Math.floor(cell / block.cols)]!), right[cell % block.cols]!);
  const better = (a: number, b: number) => block.data[b]! - block.data[a]! || tie(a) - tie(b);
  const cells = (o.pick === 'mutual' ? mutualCells(block, better) : [...block.data.keys()])
    .filter((cell) => block.data[cell]! > o.threshold + rounding)
    .sort(better);
  // The reference takes one pair of a block that has fewer cells than it wants pairs.
  const most = o.pick === 'mutual' ? cells.length : block.data.length < o.pairs ? 1 : o.pairs;
  return cells.slice(0, most).map((cell) => [left[Math.floor(cell / block.cols)]!, right[cell % block.cols]!]);
}

/** Takes each row's and each column's mean off and adds the whole's; along an axis of one there is no mean to take. */
function centre({ data, rows, cols }: Matrix): void {
  const byRow = new Float64Array(rows);
  const byColumn = new Float64Array(cols);
  data.forEach((value, at) => {
    const i = Math.floor(at / cols);
    byRow[i] = byRow[i]! + value / cols;
    byColumn[at % cols] = byColumn[at % cols]! + value / rows;
  });
  const whole = byRow.reduce((a, b) => a + b, 0) / rows;
  for (let at = 0; at < data.length; at++) {
    const r = cols > 1 ? byRow[Math.floor(at / cols)]! : 0;
    const c = rows > 1 ? byColumn[at % cols]! : 0;
    data[at] = data[at]! - r - c + (rows > 1 && cols > 1 ? whole : 0);
  }
}

/** Cells that are the best of their row and of their column. */
function mutualCells({ data, rows, cols }: Matrix, better: (a: number, b: number) => number): number[] {
  const byRow = new Int32Array(rows).fill(-1);
  const byColumn = new Int32Array(cols).fill(-1);
  for (let at = 0; at < data.length; at++) {
    const i = Math.floor(at / cols);
    const j = at % cols;
    if (byRow[i]! < 0 || better(at, byRow[i]!) < 0) byRow[i] = at;
    if (byColumn[j]! < 0 || better(at, byColumn[j]!) < 0) byColumn[j] = at;
  }
  return [...byRow].filter((cell) => byColumn[cell % cols] === cell);
}
