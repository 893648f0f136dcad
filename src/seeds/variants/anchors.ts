import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** What pairs outside the classes say about how the modality of one graph looks in the other. */
export interface AnchorMap {
  /** Products of left and right differences through the map, rows × rows. */
  products(left: Matrix, right: Matrix): Matrix;
}

const ridge = 0.1;
/** Fewer anchors teach nothing. */
const fewest = 30;

/**
 * The bilinear form of canonical correlation: both sides' differences are whitened by the covariance of the anchors
 * (plus a ridge, a share of the mean variance), then compared through the anchors' cross-covariance.
 * @param leftRows n rows of the anchors, @param rightRows their partners; undefined for fewer than 30
 */
export function anchorMap(
  leftRows: readonly Float64Array[],
  rightRows: readonly Float64Array[],
): AnchorMap | undefined {
  if (leftRows.length < fewest) return undefined;
  const [left, right] = [unitScale(leftRows), unitScale(rightRows)];
  const [wl, wr] = [inverseRoot(left), inverseRoot(right)];
  const form = wl.mmul(left.transpose().mmul(right).div(left.rows)).mmul(wr);
  const through = wl.mmul(form).mmul(wr);
  return { products: (a, b) => a.mmul(through).mmul(b.transpose()) };
}

/** Centred columns, root mean square 1. */
function unitScale(rows: readonly Float64Array[]): Matrix {
  const m = new Matrix([...rows]).center('column');
  return m.div(m.norm('frobenius') / Math.sqrt(m.rows * m.columns) || 1);
}

/** (XᵀX / n + ridge)^(-1/2) */
function inverseRoot(rows: Matrix): Matrix {
  const covariance = rows.transpose().mmul(rows).div(rows.rows).add(Matrix.eye(rows.columns).mul(ridge));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const scaled = eigenvectorMatrix.clone().mulRowVector(realEigenvalues.map((value) => 1 / Math.sqrt(value)));
  return scaled.mmul(eigenvectorMatrix.transpose());
}
