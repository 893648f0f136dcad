import type { Csr, Matrix } from '../matrix.js';

/**
 * Scores left_i · right_j (+ sparse_ij) of every left row with every right row, never held whole. With `csls` k:
 * 2·s − r_k(i) − r_k(j), r_k the mean of a row's (column's) k highest (Lample et al., arXiv 1710.04087).
 */
export interface Scores {
  /** N × D. */
  readonly left: Matrix;
  /** M × D. */
  readonly right: Matrix;
  /** N × M, added to the products. */
  readonly sparse?: Csr | undefined;
  readonly csls?: number | undefined;
}

/** Pairs (left, right) of row numbers, best first. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly score: Float32Array;
}

/** Throws RangeError when the parts of `scores` do not fit together. */
export function checkScores({ left, right, sparse, csls }: Scores): void {
  if (left.cols !== right.cols) throw new RangeError(`scores: ${left.cols} and ${right.cols} columns`);
  if (sparse && (sparse.rows !== left.rows || sparse.cols !== right.rows))
    throw new RangeError(`scores: sparse is ${sparse.rows} × ${sparse.cols}, not ${left.rows} × ${right.rows}`);
  if (csls !== undefined && !(Number.isInteger(csls) && csls >= 0)) throw new RangeError(`scores: csls is ${csls}`);
}
