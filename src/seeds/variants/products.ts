import { Matrix } from 'ml-matrix';
import { type Matrix as Floats, matmul, matrix } from '../../compute/index.js';

/**
 * a · b, or aᵀ · b, by the engine, in single precision: for the large products, which take plain JavaScript a hundred
 * times as long. Sums, inverses and decisions stay in double precision.
 */
export function product(a: Matrix, b: Matrix, o: { readonly transposeA?: boolean } = {}): Matrix {
  return doubles(matmul(floats(a), floats(b), o));
}

/** Matrices one above the other. */
export const stacked = (all: readonly Matrix[]): Matrix => new Matrix(all.flatMap((m) => m.to2DArray()));

/** The rows of a matrix in blocks as high as the given ones: what {@link stacked} has put together. */
export function blocksOf(m: Matrix, like: readonly Matrix[]): Matrix[] {
  let from = 0;
  return like.map(({ rows }) => {
    from += rows;
    return m.subMatrix(from - rows, from - 1, 0, m.columns - 1);
  });
}

function floats(m: Matrix): Floats {
  const out = matrix(m.rows, m.columns);
  m.to2DArray().forEach((line, i) => {
    out.data.set(line, i * m.columns);
  });
  return out;
}

const doubles = ({ data, rows, cols }: Floats): Matrix =>
  new Matrix(Array.from({ length: rows }, (_, i) => Float64Array.from(data.subarray(i * cols, (i + 1) * cols))));
