import type { Csr, Matrix } from '../matrix.js';

/**
 * Scores of left row i against right row j: left_i · right_j (+ sparse_ij), never held whole.
 * With `csls: k` hubs are corrected: 2 · s_ij − r_k(i) − r_k(j), r_k the mean of the k highest scores of a row or column
 * (CSLS, arXiv 1710.04087).
 */
export interface Scores {
  readonly left: Matrix;
  readonly right: Matrix;
  readonly sparse?: Csr;
  readonly csls?: number;
}

/** Matched pairs as columns, best first. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly score: Float32Array;
}
