import type { Csr, Matrix } from '../matrix.js';

/** Means of the k highest scores, of each row and of each column. */
export interface Radii {
  /** N. */
  readonly left: Float32Array;
  /** M. */
  readonly right: Float32Array;
}

/**
 * Scores s = left_i · right_j (+ sparse_ij) of every left row with every right row, never held whole. With `radii`,
 * which {@link withCsls} computes, 2·s − r(i) − r(j).
 */
export interface Scores {
  /** N × D. */
  readonly left: Matrix;
  /** M × D. */
  readonly right: Matrix;
  /** N × M, added to the products. */
  readonly sparse?: Csr | undefined;
  readonly radii?: Radii | undefined;
}

/** Pairs (left, right) of row numbers, best first. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly score: Float32Array;
}

/** Throws RangeError when the parts of `scores` do not fit together. */
export function checkScores({ left, right, sparse, radii }: Scores): void {
  if (left.cols !== right.cols) throw new RangeError(`scores: ${left.cols} and ${right.cols} columns`);
  if (sparse && (sparse.rows !== left.rows || sparse.cols !== right.rows))
    throw new RangeError(`scores: sparse is ${sparse.rows} × ${sparse.cols}, not ${left.rows} × ${right.rows}`);
  if (radii && (radii.left.length !== left.rows || radii.right.length !== right.rows))
    throw new RangeError(
      `scores: ${radii.left.length} and ${radii.right.length} radii for ${left.rows} rows and ${right.rows} columns`,
    );
}
