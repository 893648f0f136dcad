// Matrix products, element-wise work, rows.
import { share } from './share.mjs';

/** @typedef {import('./jobs.mjs').Job} Job */

/** @type {Job} */
export const gemm = (c, a, t, T) => {
  const [ta, tb, M, N, K, alpha, A, lda, B, ldb, beta, C, ldc] = /** @type {Parameters<typeof c.gemm>} */ (a);
  if (M >= N) {
    const [from, to] = share(M, t, T, 16);
    const part = A + 4 * from * (ta ? 1 : lda);
    if (to > from) c.gemm(ta, tb, to - from, N, K, alpha, part, lda, B, ldb, beta, C + 4 * from * ldc, ldc);
  } else {
    const [from, to] = share(N, t, T, 16);
    const part = B + 4 * from * (tb ? ldb : 1);
    if (to > from) c.gemm(ta, tb, M, to - from, K, alpha, A, lda, part, ldb, beta, C + 4 * from, ldc);
  }
};

/**
 * A job that hands [from, to) to a kernel of the same name; the first number is how much there is to share.
 * @param {string} kernel
 * @param {number} [align]
 * @returns {Job}
 */
const ranged =
  (kernel, align = 1) =>
  (c, [n, ...rest], t, T) => {
    const [from, to] = share(/** @type {number} */ (n), t, T, align);
    if (to > from) /** @type {(...args: number[]) => number} */ (c.k[kernel])(...rest, from, to);
  };

// Cells go by 16 (a cache line), so that the threads' vector steps and tails fall the same whatever their number.
export const unary = ranged('unary', 16);
export const binarySame = ranged('binarySame', 16);
export const binaryScalar = ranged('binaryScalar', 16);
export const adamw = ranged('adamw', 16);
export const fill = ranged('fill', 16);
export const binaryRow = ranged('binaryRow');
export const binaryColumn = ranged('binaryColumn');
export const rowSums = ranged('rowSums');
export const rowMaxima = ranged('rowMaxima');
export const softmaxRows = ranged('softmaxRows');
export const unitRows = ranged('unitRows');
export const unitRowsGradient = ranged('unitRowsGradient');
export const copyRows = ranged('copyRows');
export const gatherRows = ranged('gatherRows');
export const segmentSums = ranged('segmentSums');
export const transpose = ranged('transpose', 16);

/**
 * Column sums in one partial row a thread, at partials + t · n cells; the caller adds them up.
 * @type {Job}
 */
export const columnSums = (c, a, t, T) => {
  const [rows, x, partials, n] = /** @type {[number, number, number, number]} */ (a);
  const [from, to] = share(rows, t, T);
  const out = partials + 4 * t * n;
  c.k.fill?.(out, 0, 0, n);
  c.k.columnSums?.(x, out, n, from, to);
};
