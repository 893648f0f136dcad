import type { Csr } from './matrix.js';
import { type Matrix, matrix } from './matrix.js';

/** The product a · b; with `transposeA` aᵀ · b, with `transposeB` a · bᵀ. */
export function matmul(a: Matrix, b: Matrix, o: { transposeA?: boolean; transposeB?: boolean } = {}): Matrix {
  const left = o.transposeA ? transpose(a) : a;
  const right = o.transposeB ? b : transpose(b);
  if (left.cols !== right.cols)
    throw new RangeError(`matmul: ${left.rows} × ${left.cols} times ${right.cols} × ${right.rows}`);
  const out = matrix(left.rows, right.rows);
  const width = left.cols;
  for (let i = 0; i < left.rows; i++)
    for (let j = 0; j < right.rows; j++) {
      let sum = 0;
      for (let k = 0, p = i * width, q = j * width; k < width; k++, p++, q++) sum += left.data[p]! * right.data[q]!;
      out.data[i * right.rows + j] = sum;
    }
  return out;
}

function transpose(a: Matrix): Matrix {
  const out = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) out.data[j * a.rows + i] = a.data[i * a.cols + j]!;
  return out;
}

/** The product a · x of a sparse and a dense matrix. */
export function sparseDense(a: Csr, x: Matrix): Matrix {
  if (a.cols !== x.rows) throw new RangeError(`sparseDense: ${a.rows} × ${a.cols} times ${x.rows} × ${x.cols}`);
  const out = matrix(a.rows, x.cols);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const weight = a.values[e]!;
      for (let d = 0, from = a.columns[e]! * x.cols, to = i * x.cols; d < x.cols; d++, from++, to++)
        out.data[to]! += weight * x.data[from]!;
    }
  return out;
}
