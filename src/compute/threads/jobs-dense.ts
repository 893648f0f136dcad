// Matrix products, element-wise work, rows.
import { type Job, job } from './job.js';
import { type Given, givenTo, kernelOf, type Ranged } from './ranged.js';
import { share } from './share.js';

export const gemm = job(
  ['transposeA', 'transposeB', 'M', 'N', 'K', 'alpha', 'a', 'lda', 'b', 'ldb', 'beta', 'c', 'ldc'],
  (context, { transposeA, transposeB, M, N, K, alpha, a, lda, b, ldb, beta, c, ldc }, t, T) => {
    const [from, to] = share(Math.max(M, N), t, T, 16);
    const count = to - from;
    if (count <= 0) return;
    if (M >= N) {
      const part = a + 4 * from * (transposeA ? 1 : lda);
      context.gemm(transposeA, transposeB, count, N, K, alpha, part, lda, b, ldb, beta, c + 4 * from * ldc, ldc);
    } else {
      const part = b + 4 * from * (transposeB ? ldb : 1);
      context.gemm(transposeA, transposeB, M, count, K, alpha, a, lda, part, ldb, beta, c + 4 * from, ldc);
    }
  },
);

/** A job that hands [from, to) to a kernel of the same name; `items` is how much there is to share. */
function ranged<K extends Ranged>(kernel: K, align = 1): Job<Given<K> | 'items'> {
  const given = givenTo(kernel);
  return job<Given<K> | 'items'>(['items', ...given], (c, numbers, t, T) => {
    const [from, to] = share(numbers.items, t, T, align);
    if (to > from) kernelOf(c.k, kernel)(...given.map((name) => numbers[name]), from, to);
  });
}

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

/** Column sums in one partial row a thread, at partials + t · n cells; the caller adds them up. */
export const columnSums = job(['rows', 'x', 'partials', 'n'], (c, { rows, x, partials, n }, t, T) => {
  const [from, to] = share(rows, t, T);
  const out = partials + 4 * t * n;
  c.k.fill(out, 0, 0, n);
  c.k.columnSums(x, out, n, from, to);
});
