import { Matrix as Dense, EigenvalueDecomposition } from 'ml-matrix';
import { type Matrix, matrix } from '../compute/index.js';

/**
 * Projects rows on their first `dimensions` principal axes, each coordinate divided by its variance to the power
 * `whitening / 2` (0: plain PCA, 1: full whitening; 0.5 keeps half of the axes' imbalance).
 * The rows must be centred already; rows with `known[i] === 0` do not shape the axes and stay zero.
 */
export function whiten(m: Matrix, known: Uint8Array, o: { dimensions: number; whitening: number }): Matrix {
  return projected(m, known, principalAxes(m, known, o));
}

/** Axes, one after the other, and what a coordinate along each is multiplied by. */
export interface FittedAxes {
  /** `scale.length` axes of as many numbers as rows have. */
  readonly axes: Float64Array;
  readonly scale: Float64Array;
}

/** The axes that {@link whiten} projects on. */
export function principalAxes(
  m: Matrix,
  known: Uint8Array,
  o: { readonly dimensions: number; readonly whitening: number },
): FittedAxes {
  const { vectors, values } = axes(covariance(m, known), o.dimensions);
  const flat = new Float64Array(vectors.length * m.cols);
  for (const [d, vector] of vectors.entries()) flat.set(vector, d * m.cols);
  return { axes: flat, scale: Float64Array.from(values, (v) => (v > 1e-12 ? v ** (-o.whitening / 2) : 0)) };
}

/** Rows along such axes; unknown ones are zeros. */
export function projected(m: Matrix, known: Uint8Array, { axes, scale }: FittedAxes): Matrix {
  const out = matrix(m.rows, scale.length);
  for (let i = 0; i < m.rows; i++) {
    if (!known[i]) continue;
    for (let d = 0; d < scale.length; d++) {
      let sum = 0;
      for (let j = 0; j < m.cols; j++) sum += m.data[i * m.cols + j]! * axes[d * m.cols + j]!;
      out.data[i * scale.length + d] = sum * scale[d]!;
    }
  }
  return out;
}

function covariance(m: Matrix, known: Uint8Array): Float64Array[] {
  const sums = Array.from({ length: m.cols }, () => new Float64Array(m.cols));
  let count = 0;
  for (let i = 0; i < m.rows; i++) {
    if (!known[i]) continue;
    count++;
    const row = m.data.subarray(i * m.cols, (i + 1) * m.cols);
    for (let a = 0; a < m.cols; a++) {
      const x = row[a]!;
      if (x === 0) continue;
      const into = sums[a]!;
      for (let b = 0; b <= a; b++) into[b]! += x * row[b]!;
    }
  }
  for (let a = 0; a < m.cols; a++)
    for (let b = 0; b <= a; b++) {
      sums[a]![b]! /= Math.max(1, count);
      sums[b]![a] = sums[a]![b]!;
    }
  return sums;
}

/** The leading eigenvectors, longest first; the sign makes the largest entry positive, so that it never depends on the solver. */
function axes(symmetric: Float64Array[], dimensions: number): { vectors: Float64Array[]; values: number[] } {
  const solved = new EigenvalueDecomposition(new Dense(symmetric as unknown as number[][]), { assumeSymmetric: true });
  const order = solved.realEigenvalues.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value);
  const first = order.slice(0, dimensions);
  const vectors = first.map(({ index }) => {
    const v = Float64Array.from(solved.eigenvectorMatrix.getColumn(index));
    const peak = v.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    return peak < 0 ? v.map((x) => -x) : v;
  });
  return { vectors, values: first.map((f) => f.value) };
}
