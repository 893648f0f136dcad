import { type Matrix, matmul, matrix, normalizeRows, row } from '../compute/index.js';
import { iclSoftmax, type Softmax } from './softmax.js';

/** The gradient of ICL by the embeddings of one side, B × width each; `total` is the sum of all other parts. */
export interface SideGradient {
  readonly total: Matrix;
  /** Towards the partner, from both directions: −2z'_i / 2Bτ. */
  readonly attraction: Matrix;
  /** All that is not attraction: the sum of the four terms below. */
  readonly repulsion: Matrix;
  readonly terms: {
    /** Away from the ends opposite, its positive among them, as an anchor: Σ_j p^a_{ij'} z'_j. */
    readonly anchorAcross: Matrix;
    /** Away from the ends of its side, as an anchor: Σ_{j≠i} p^a_{ij} z_j. */
    readonly anchorWithin: Matrix;
    /** As a negative of its side's other anchors: Σ_{k≠i} p^a_{ki} z_k. */
    readonly negativeWithin: Matrix;
    /** As a candidate of the anchors opposite, its partner among them: Σ_k p^b_{k'i} z'_k. */
    readonly candidateAcross: Matrix;
  };
}

/** ICL taken apart (statement T1). */
export interface IclGradient {
  readonly loss: number;
  readonly left: SideGradient;
  readonly right: SideGradient;
  /** Each anchor's loss: attraction −s_ii'/τ + repulsion log Σ e^{s/τ}; the loss is their sum over 2B. */
  readonly anchors: { readonly left: AnchorLosses; readonly right: AnchorLosses };
}

/** B values each. */
export interface AnchorLosses {
  readonly attraction: Float64Array;
  readonly repulsion: Float64Array;
}

/**
 * T1: the full gradient of ICL in closed form, by every free embedding of both sides:
 * ∂L/∂z_i = (1/2Bτ) [Σ_j p^a_{ij'} z'_j + Σ_{j≠i} p^a_{ij} z_j − z'_i + Σ_{k≠i} p^a_{ki} z_k + Σ_k p^b_{k'i} z'_k − z'_i],
 * p^a and p^b the softmaxes of the left and of the right anchors. With `normalize` the rows are made unit first, and the
 * gradient is by the rows as given: each part times (I − ẑẑᵀ)/‖x‖.
 * @param left B × width, @param right B × width; row i of both is a pair
 */
export function iclGradient(
  left: Matrix,
  right: Matrix,
  options: { readonly temperature: number; readonly normalize?: boolean },
): IclGradient {
  const [z, w] = options.normalize ? [normalizeRows(left), normalizeRows(right)] : [left, right];
  const p = iclSoftmax(z, w, options.temperature);
  const attraction = Float64Array.from({ length: z.rows }, (_, i) => -dot(row(z, i), row(w, i)) / options.temperature);
  const anchors = {
    left: { attraction, repulsion: p.left.logSum },
    right: { attraction, repulsion: p.right.logSum },
  };
  const sum = attraction.reduce((all, a, i) => all + 2 * a + p.left.logSum[i]! + p.right.logSum[i]!, 0);
  return {
    loss: sum / (2 * z.rows),
    left: sideGradient(z, w, p.left, p.right, options.temperature, options.normalize ? left : undefined),
    right: sideGradient(w, z, p.right, p.left, options.temperature, options.normalize ? right : undefined),
    anchors,
  };
}

/** @param own the side's softmax, @param opposite the other's, @param raw the rows before they were made unit */
function sideGradient(z: Matrix, w: Matrix, own: Softmax, opposite: Softmax, temperature: number, raw?: Matrix) {
  const scale = 1 / (2 * z.rows * temperature);
  const part = (m: Matrix, by: number) => {
    const scaled = matrix(
      m.rows,
      m.cols,
      m.data.map((x) => x * by),
    );
    return raw ? throughNormalisation(scaled, raw) : scaled;
  };
  const terms = {
    anchorAcross: part(matmul(own.across, w), scale),
    anchorWithin: part(matmul(own.within, z), scale),
    negativeWithin: part(matmul(own.within, z, { transposeA: true }), scale),
    candidateAcross: part(matmul(opposite.across, w, { transposeA: true }), scale),
  };
  const attraction = part(w, -2 * scale);
  const repulsion = added(...Object.values(terms));
  return { total: added(attraction, repulsion), attraction, repulsion, terms };
}

/** Rows of a gradient by unit rows ẑ = x/‖x‖, as a gradient by x: g ↦ (g − ẑ(ẑ·g))/‖x‖; zero where x is. */
function throughNormalisation(gradient: Matrix, raw: Matrix): Matrix {
  const unit = normalizeRows(raw);
  const out = matrix(raw.rows, raw.cols);
  for (let i = 0; i < raw.rows; i++) {
    const [g, z] = [row(gradient, i), row(unit, i)];
    const length = Math.sqrt(dot(row(raw, i), row(raw, i)));
    const along = dot(g, z);
    for (let j = 0; j < raw.cols; j++) out.data[i * raw.cols + j] = length > 0 ? (g[j]! - along * z[j]!) / length : 0;
  }
  return out;
}

function added(...parts: readonly Matrix[]): Matrix {
  const [first] = parts as [Matrix];
  return matrix(
    first.rows,
    first.cols,
    first.data.map((_, at) => parts.reduce((sum, m) => sum + m.data[at]!, 0)),
  );
}

/** The scalar product of two rows. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
