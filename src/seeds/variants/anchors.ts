import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix';

/** What pairs outside the classes say about how the modality of one graph looks in the other. */
export interface Anchors {
  /** Bilinear forms d × d that compare a left with a right difference, and how much each counts. */
  readonly forms: readonly { readonly weight: number; readonly form: Matrix }[];
  /** AᵀA / n of the left anchors, and AᵀB / n with their partners; centred, root mean square 1. */
  readonly gram: Matrix;
  readonly cross: Matrix;
}

/** Of the mean variance: in canonical correlation, and in regression. */
const ridge = { canonical: 0.1, regression: 1 };
/** Fewer anchors teach nothing. */
const fewest = 30;

/**
 * Three forms: that of canonical correlation (both sides whitened by the anchors' covariance, then compared through their
 * cross-covariance), and a ridge regression each way, which count half.
 * @param leftRows n rows of the anchors, @param rightRows their partners; undefined for fewer than 30
 */
export function anchorsOf(leftRows: readonly Float64Array[], rightRows: readonly Float64Array[]): Anchors | undefined {
  if (leftRows.length < fewest) return undefined;
  const [left, right] = [unitScale(leftRows), unitScale(rightRows)];
  const n = left.rows;
  const [gram, gramRight] = [left, right].map((m) => m.transpose().mmul(m).div(n)) as [Matrix, Matrix];
  const cross = left.transpose().mmul(right).div(n);
  const [wl, wr] = [gram, gramRight].map((m) => inverseRoot(plus(m, ridge.canonical))) as [Matrix, Matrix];
  const canonical = wl.mmul(wl).mmul(cross).mmul(wr).mmul(wr);
  const forward = inverse(plus(gram, ridge.regression)).mmul(cross);
  const backward = cross.mmul(inverse(plus(gramRight, ridge.regression)));
  const forms = [
    { weight: 1, form: canonical },
    { weight: 0.5, form: forward },
    { weight: 0.5, form: backward },
  ];
  return { forms, gram, cross };
}

/** Centred columns, root mean square 1. */
function unitScale(rows: readonly Float64Array[]): Matrix {
  const m = new Matrix([...rows]).center('column');
  return m.div(m.norm('frobenius') / Math.sqrt(m.rows * m.columns) || 1);
}

const plus = (m: Matrix, diagonal: number): Matrix => Matrix.eye(m.columns).mul(diagonal).add(m);

/** M^(-1/2) of a symmetric positive matrix. */
function inverseRoot(m: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(m, { assumeSymmetric: true });
  const scaled = eigenvectorMatrix.clone().mulRowVector(realEigenvalues.map((value) => 1 / Math.sqrt(value)));
  return scaled.mmul(eigenvectorMatrix.transpose());
}
