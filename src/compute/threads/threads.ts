import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EngineError, packageRoot } from '../../base/index.js';
import { type Blas, type Context, createContext } from './context.js';
import { pack } from './job.js';
import { control, type JobName, jobNames, jobOf, type NumbersOf } from './jobs.js';
import type { Kernels } from './kernels.js';
import type { WorkerParts } from './worker.js';

/** Longest wait for the threads to start, milliseconds. */
const patience = 30_000;

/**
 * This thread and `threads` − 1 workers over one memory. A job blocks until all have done their part; the workers sleep
 * in between and do not keep the process alive.
 */
export class Threads {
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * control.words));
  private readonly numbers = new Float64Array(new SharedArrayBuffer(8 * 64));
  private readonly text = new Uint8Array(new SharedArrayBuffer(4096));
  private readonly context: Context;
  private started = false;

  /** @param scratch bytes' address, `scratchBytes` a thread */
  constructor(
    readonly count: number,
    parts: { module: WebAssembly.Module; memory: WebAssembly.Memory; blas?: Blas | undefined },
    scratch: number,
    scratchBytes: number,
  ) {
    this.context = createContext({ ...parts, scratch });
    const { words, numbers, text } = this;
    for (let thread = 1; thread < count; thread++) {
      const own = { thread, threads: count, scratch: scratch + thread * scratchBytes };
      const workerData: WorkerParts = { ...parts, words, numbers, text, jobs: jobNames, ...own };
      // Compiled, since a worker cannot load TypeScript; a test runner's loaders and flags are not wanted there.
      const file = join(packageRoot(), 'dist', 'compute', 'threads', 'worker.js');
      const worker = new Worker(file, { workerData, execArgv: [], env: {} });
      worker.unref();
    }
  }

  /** The kernels, on this thread. */
  get kernels(): Kernels {
    return this.context.k;
  }

  /** Does the job on all threads, or on this one alone where it is too small to share. */
  run<N extends JobName>(name: N, numbers: NumbersOf<N>, alone = false): void {
    const job = jobOf(name);
    if (alone || this.count === 1) job.run(this.context, numbers, 0, 1);
    else this.runOnAll(name, numbers);
  }

  private runOnAll<N extends JobName>(name: N, numbers: NumbersOf<N>): void {
    if (!this.started) this.awaitWorkers();
    const job = jobOf(name);
    this.numbers.set(pack(job, numbers));
    Atomics.store(this.words, control.job, jobNames.indexOf(name));
    Atomics.store(this.words, control.done, 0);
    Atomics.add(this.words, control.round, 1);
    Atomics.notify(this.words, control.round);
    try {
      job.run(this.context, numbers, 0, this.count);
    } finally {
      this.await(control.done);
    }
    this.throwFailure();
  }

  /** Ends the workers. */
  stop(): void {
    Atomics.store(this.words, control.job, -1);
    Atomics.add(this.words, control.round, 1);
    Atomics.notify(this.words, control.round);
  }

  private awaitWorkers(): void {
    if (!this.await(control.ready, patience))
      throw new EngineError(
        `${this.count - 1} compute threads did not start in ${patience / 1000} s`,
        'useEngine',
        'Try fewer threads, or the engine js',
      );
    this.throwFailure();
    this.started = true;
  }

  /** Waits until the word counts all workers; false when the time is up. */
  private await(word: number, timeout = Number.POSITIVE_INFINITY): boolean {
    const all = this.count - 1;
    for (let i = 0; i < 2000; i++) if (Atomics.load(this.words, word) === all) return true;
    const end = performance.now() + timeout;
    for (;;) {
      const now = Atomics.load(this.words, word);
      if (now === all) return true;
      if (performance.now() > end) return false;
      Atomics.wait(this.words, word, now, 1000);
    }
  }

  private throwFailure(): void {
    const length = Atomics.exchange(this.words, control.failed, 0);
    if (length > 0)
      throw new EngineError(`a compute thread failed: ${new TextDecoder().decode(this.text.slice(0, length))}`);
  }
}
