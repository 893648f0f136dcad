// What every thread has: the kernels over the shared memory, and a matrix product for one thread.
import { createRequire } from 'node:module';
import type { Kernels } from './kernels.js';

/** C (M × N) = alpha · op(A) · op(B) + beta · C on addresses in the shared memory; op transposes where the flag is 1. */
export type Gemm = (
  transposeA: number,
  transposeB: number,
  M: number,
  N: number,
  K: number,
  alpha: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  beta: number,
  c: number,
  ldc: number,
) => void;

/** A library, and what its symbols begin with. */
export interface Blas {
  readonly path: string;
  readonly prefix: string;
}

export interface Parts {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly blas?: Blas | undefined;
  /** Address of the thread's scratch. */
  readonly scratch: number;
}

export interface Context {
  readonly k: Kernels;
  readonly gemm: Gemm;
  readonly memory: WebAssembly.Memory;
}

export function createContext({ module, memory, blas, scratch }: Parts): Context {
  const abort = () => {
    throw new Error('a kernel gave up');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const k = exports as unknown as Kernels;
  return { k, gemm: blas ? blasGemm(blas, memory) : ownGemm(k, scratch), memory };
}

/** `cblas_sgemm` in C. */
export const sgemmDeclaration = (prefix: string): string =>
  `void ${prefix}cblas_sgemm(int, int, int, int, int, int, float, void*, int, void*, int, float, void*, int)`;

function blasGemm({ path, prefix }: Blas, memory: WebAssembly.Memory): Gemm {
  const koffi = createRequire(import.meta.url)('koffi');
  const library = koffi.load(path);
  // Each of our threads multiplies its own part: the library's threads would fight them for the cores.
  library.func(`void ${prefix}openblas_set_num_threads(int)`)(1);
  const sgemm = library.func(sgemmDeclaration(prefix));
  // The memory is shared and reserved whole, so growing never moves it.
  const base: bigint = koffi.address(new Uint8Array(memory.buffer));
  const at = (address: number) => base + BigInt(address);
  const rowMajor = 101;
  const flag = (transposed: number) => (transposed ? 112 : 111);
  return (ta, tb, M, N, K, alpha, a, lda, b, ldb, beta, c, ldc) =>
    sgemm(rowMajor, flag(ta), flag(tb), M, N, K, alpha, at(a), lda, at(b), ldb, beta, at(c), ldc);
}

function ownGemm(k: Kernels, scratch: number): Gemm {
  const strides = (transposed: number, ld: number): [number, number] => (transposed ? [1, ld] : [ld, 1]);
  return (ta, tb, M, N, K, alpha, a, lda, b, ldb, beta, c, ldc) =>
    k.gemm(a, ...strides(ta, lda), b, ...strides(tb, ldb), c, ldc, M, N, K, alpha, beta, scratch);
}
