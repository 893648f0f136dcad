import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError, packageRoot, profiled } from '../../base/index.js';
import type { Blas } from '../threads/context.js';
import type { JobName, NumbersOf } from '../threads/jobs.js';
import type { Kernels } from '../threads/kernels.js';
import { Threads } from '../threads/threads.js';
import { Heap } from './heap.js';

/** Below so many steps a job is done by one thread: waking the others costs some ten microseconds. */
const worthSharing = 100_000;

/** Memory, kernels and threads: what the engines `native` and `wasm` compute with. */
export class Device {
  private constructor(
    readonly heap: Heap,
    private readonly workers: Threads,
    private readonly scratch: number,
  ) {}

  /** @throws EngineError when the kernels are not built or WebAssembly threads cannot be had */
  static start(threads: number, blas?: Blas): Device {
    memory ??= makeHeap();
    code ??= compile();
    const bytes = 2 ** 20;
    const scratch = memory.allocate(threads * bytes);
    const workers = new Threads(threads, { module: code, memory: memory.memory, blas, scratch, scratchBytes: bytes });
    return new Device(memory, workers, scratch);
  }

  get threads(): number {
    return this.workers.count;
  }

  /** The kernels, on this thread. */
  get kernels(): Kernels {
    return this.workers.kernels;
  }

  /** Does a job; `steps` is about how many arithmetic steps it takes, `flops` those of its matrix products. */
  run<N extends JobName>(job: N, steps: number, numbers: NumbersOf<N>, flops = 0): void {
    profiled(job, flops, () => this.workers.run(job, numbers, steps < worthSharing));
  }

  /** C (M × N) = alpha · op(A) · op(B) + beta · C, dense row-major, addresses in the heap. */
  gemm(
    shape: {
      M: number;
      N: number;
      K: number;
      transposeA?: boolean;
      transposeB?: boolean;
      alpha?: number;
      beta?: number;
    },
    a: number,
    b: number,
    c: number,
  ): void {
    const { M, N, K, transposeA = false, transposeB = false, alpha = 1, beta = 0 } = shape;
    if (M === 0 || N === 0) return;
    if (K === 0) {
      if (beta === 0) this.heap.floats(c, M * N).fill(0);
      return;
    }
    const [lda, ldb] = [transposeA ? M : K, transposeB ? K : N];
    const flags = { transposeA: +transposeA, transposeB: +transposeB };
    this.run('gemm', M * N * K, { ...flags, M, N, K, alpha, a, lda, b, ldb, beta, c, ldc: N }, 2 * M * N * K);
  }

  /** Calls `use` with blocks of so many cells; they are freed when it returns. */
  with<T>(cells: readonly number[], use: (...addresses: number[]) => T): T {
    const addresses: number[] = [];
    try {
      for (const count of cells) addresses.push(this.heap.allocate(4 * count));
      return use(...addresses);
    } finally {
      for (const address of addresses) this.heap.free(address);
    }
  }

  /** A copy of the values in the heap, which the caller frees. */
  copyIn(values: Float32Array | Int32Array, cells = values.length): number {
    const address = this.heap.allocate(4 * cells);
    if (values instanceof Float32Array) {
      const view = this.heap.floats(address, cells);
      view.set(values);
      view.fill(0, values.length);
    } else {
      const view = this.heap.integers(address, cells);
      view.set(values);
      view.fill(0, values.length);
    }
    return address;
  }

  stop(): void {
    this.workers.stop();
    this.heap.free(this.scratch);
  }
}

// One memory for the process: tensors outlive a change of engine.
let memory: Heap | undefined;
let code: WebAssembly.Module | undefined;

function makeHeap(): Heap {
  try {
    return new Heap();
  } catch (error) {
    throw new EngineError('no shared WebAssembly memory can be had', 'compute memory', 'Use the engine js', {
      cause: error,
    });
  }
}

function compile(): WebAssembly.Module {
  const file = join(packageRoot(), 'dist', 'compute', 'kernels.wasm');
  try {
    return new WebAssembly.Module(readFileSync(file));
  } catch (error) {
    throw new EngineError(`cannot load the kernels, ${file}`, 'engines native and wasm', 'Run "npm run build"', {
      cause: error,
    });
  }
}
