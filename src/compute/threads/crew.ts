import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../../base/index.js';
import type { Parts } from './context.js';
import type { GuardParts } from './guard.js';
import { control, jobNames } from './jobs.js';

/** What workers share with who starts them. */
export interface CrewParts extends Omit<Parts, 'scratch'> {
  /** Address of the scratch of this thread and its workers, `scratchBytes` each. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

/** What came of waiting: all have done it, the time is up, or one has ended. */
export type Waited = 'all' | 'late' | 'ended';

/** The workers beside this thread. They sleep between jobs and do not keep the process alive. */
export class Crew {
  private readonly words = new Int32Array(new SharedArrayBuffer(4 * control.words));
  private readonly numbers = new Float64Array(new SharedArrayBuffer(8 * 64));
  private readonly text = new Uint8Array(new SharedArrayBuffer(4096));

  /** @param size how many workers */
  constructor(
    readonly size: number,
    { scratch, scratchBytes, ...parts }: CrewParts,
  ) {
    const { words, numbers, text } = this;
    const shared = { ...parts, words, numbers, text, jobs: jobNames, threads: size + 1 };
    const each = (i: number) => ({ ...shared, thread: i + 1, scratch: scratch + (i + 1) * scratchBytes });
    // Compiled, since a worker cannot load TypeScript; a test runner's loaders and flags are not wanted there.
    const program = (name: string) => join(packageRoot(), 'dist', 'compute', 'threads', name);
    const workerData: GuardParts = {
      file: program('worker.js'),
      workers: Array.from({ length: size }, (_, i) => each(i)),
    };
    const guard = new Worker(program('guard.js'), { workerData, execArgv: [], env: {} });
    // Where no thread can be had, whoever waits for the workers is told so.
    guard.on('error', () => void Atomics.add(words, control.ended, size));
    guard.unref();
  }

  /** Whether one has ended: then no job can be given to them any more. */
  get ended(): boolean {
    return Atomics.load(this.words, control.ended) > 0;
  }

  /** Gives all the job of this number. */
  begin(job: number, numbers: readonly number[]): void {
    this.numbers.set(numbers);
    Atomics.store(this.words, control.job, job);
    Atomics.store(this.words, control.done, 0);
    Atomics.add(this.words, control.round, 1);
    Atomics.notify(this.words, control.round);
  }

  /** Ends the workers once they have done what they are at. */
  stop(): void {
    this.begin(-1, []);
  }

  /** Waits until all are ready or have done their part. */
  await(word: 'ready' | 'done' | 'ended', timeout = Number.POSITIVE_INFINITY): Waited {
    const at = control[word];
    for (let i = 0; i < 2000; i++) if (Atomics.load(this.words, at) >= this.size) return 'all';
    const end = performance.now() + timeout;
    for (;;) {
      const now = Atomics.load(this.words, at);
      if (now >= this.size) return 'all';
      if (word !== 'ended' && this.ended) return 'ended';
      if (performance.now() > end) return 'late';
      Atomics.wait(this.words, at, now, 1000);
    }
  }

  /** What failed on a worker since the last call, if anything. */
  takeFailure(): string | undefined {
    const length = Atomics.exchange(this.words, control.failed, 0);
    return length > 0 ? new TextDecoder().decode(this.text.slice(0, length)) : undefined;
  }
}
