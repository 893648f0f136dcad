import { Worker } from 'node:worker_threads';
import { EngineError } from '../../base/index.js';
import { type Blas, type Context, createContext } from './context.mjs';
import { control, jobByNumber, jobNumbers } from './jobs.mjs';

/** Longest wait for the threads to start, milliseconds. */
const patience = 30_000;

/**
 * This thread and `threads` − 1 workers over one memory. A job blocks until all have done their part; the workers sleep
 * in between and do not keep the process alive.
 */
export class Pool {
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * control.words));
  private readonly numbers = new Float64Array(new SharedArrayBuffer(8 * 64));
  private readonly text = new Uint8Array(new SharedArrayBuffer(4096));
  private readonly context: Context;
  private started = false;

  /** @param scratch bytes' address, `scratchBytes` a thread */
  constructor(
    readonly threads: number,
    parts: { module: WebAssembly.Module; memory: WebAssembly.Memory; blas?: Blas | undefined },
    scratch: number,
    scratchBytes: number,
  ) {
    this.context = createContext({ ...parts, scratch });
    for (let thread = 1; thread < threads; thread++) {
      const { words, numbers, text } = this;
      const workerData = { ...parts, words, numbers, text, thread, threads, scratch: scratch + thread * scratchBytes };
      // Neither the parent's loaders (a test runner's) nor its flags are wanted in the workers.
      const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData, execArgv: [], env: {} });
      worker.unref();
    }
  }

  /** The kernels, on this thread. */
  get kernels(): Context['k'] {
    return this.context.k;
  }

  /** Does the job on all threads, or on this one alone where it is too small to share. */
  run(name: string, numbers: readonly number[], alone = false): void {
    const job = jobNumbers.get(name);
    if (job === undefined) throw new Error(`no job ${name}`);
    if (alone || this.threads === 1) jobByNumber(job)(this.context, [...numbers], 0, 1);
    else this.runOnAll(job, numbers);
  }

  private runOnAll(job: number, numbers: readonly number[]): void {
    if (!this.started) this.awaitWorkers();
    this.numbers.set(numbers);
    Atomics.store(this.words, control.count, numbers.length);
    Atomics.store(this.words, control.job, job);
    Atomics.store(this.words, control.done, 0);
    Atomics.add(this.words, control.round, 1);
    Atomics.notify(this.words, control.round);
    try {
      jobByNumber(job)(this.context, [...numbers], 0, this.threads);
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
        `${this.threads - 1} compute threads did not start in ${patience / 1000} s`,
        'useEngine',
        'Try fewer threads, or the engine js',
      );
    this.throwFailure();
    this.started = true;
  }

  /** Waits until the word counts all workers; false when the time is up. */
  private await(word: number, timeout = Number.POSITIVE_INFINITY): boolean {
    const all = this.threads - 1;
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
