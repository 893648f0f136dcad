// What every thread has: the kernels over the shared memory, and a matrix product for one thread.
import { createRequire } from 'node:module';

/**
 * C (M × N) = alpha · op(A) · op(B) + beta · C on addresses in the shared memory; op transposes where the flag is 1.
 * @typedef {(transposeA: number, transposeB: number, M: number, N: number, K: number, alpha: number, a: number,
 *   lda: number, b: number, ldb: number, beta: number, c: number, ldc: number) => void} Gemm
 */
/** @typedef {{ path: string, prefix: string }} Blas a library and what its symbols begin with */
/** @typedef {{ module: WebAssembly.Module, memory: WebAssembly.Memory, blas?: Blas, scratch: number }} Parts */
/** @typedef {{ k: Record<string, (...args: number[]) => number>, gemm: Gemm, memory: WebAssembly.Memory }} Context */

/**
 * @param {Parts} parts
 * @returns {Context}
 */
export function createContext({ module, memory, blas, scratch }) {
  const abort = () => {
    throw new Error('a kernel gave up');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const k = /** @type {Context['k']} */ (/** @type {unknown} */ (exports));
  return { k, gemm: blas ? blasGemm(blas, memory) : ownGemm(k, scratch), memory };
}

/**
 * `cblas_sgemm` in C.
 * @param {string} prefix
 */
export const sgemmDeclaration = (prefix) =>
  `void ${prefix}cblas_sgemm(int, int, int, int, int, int, float, void*, int, void*, int, float, void*, int)`;

/**
 * @param {Blas} blas
 * @param {WebAssembly.Memory} memory
 * @returns {Gemm}
 */
function blasGemm({ path, prefix }, memory) {
  const koffi = createRequire(import.meta.url)('koffi');
  const library = koffi.load(path);
  // Each of our threads multiplies its own part: the library's threads would fight them for the cores.
  library.func(`void ${prefix}openblas_set_num_threads(int)`)(1);
  const sgemm = library.func(sgemmDeclaration(prefix));
  // The memory is shared and reserved whole, so growing never moves it.
  const base = koffi.address(new Uint8Array(memory.buffer));
  const at = (/** @type {number} */ address) => base + BigInt(address);
  const rowMajor = 101;
  const flag = (/** @type {number} */ transposed) => (transposed ? 112 : 111);
  return (ta, tb, M, N, K, alpha, a, lda, b, ldb, beta, c, ldc) =>
    sgemm(rowMajor, flag(ta), flag(tb), M, N, K, alpha, at(a), lda, at(b), ldb, beta, at(c), ldc);
}

/**
 * @param {Context['k']} k
 * @param {number} scratch
 * @returns {Gemm}
 */
function ownGemm(k, scratch) {
  return (ta, tb, M, N, K, alpha, a, lda, b, ldb, beta, c, ldc) => {
    const strides = (/** @type {number} */ t, /** @type {number} */ ld) => (t ? [1, ld] : [ld, 1]);
    k.gemm(a, ...strides(ta, lda), b, ...strides(tb, ldb), c, ldc, M, N, K, alpha, beta, scratch);
  };
}
