import { availableParallelism } from 'node:os';
import { checkAborted, type Resolved, steps, type Work } from '../../base/index.js';
import { type PoolOptions, poolOptions } from './pool-options.js';
import { Worker } from './worker.js';

/** What a pool runs. */
export interface PoolJob<J> {
  /** What messages call it. */
  readonly name: string;
  /** Jobs of one group share work: a worker goes on with the group that it is at. */
  readonly group: string;
  /** Crosses to the worker as JSON. */
  readonly job: J;
}

/** A job that has no result. */
export interface FailedJob<J> extends PoolJob<J> {
  /** The error's message, or how its workers ended. */
  readonly why: string;
  readonly attempts: number;
}

/** What a pool does with results, and whom it tells of what went wrong. */
export interface PoolEars<J, R> {
  /** Keeps a result; what it throws ends the pool. Called once a job. */
  result(result: R, job: PoolJob<J>): void;
  /** A worker ended, or a job failed, in a line. */
  say(line: string): void;
}

/**
 * Runs jobs in worker processes, each with its share of the cores. A job whose worker ends (killed, out of memory, hung) is begun
 * again, `attempts` times in all; one that throws is not, since it would again; the others go on in any case. Workers end with
 * this process.
 * @param program see {@link Worker}
 * @returns the jobs that have no result
 * @throws {AbortedError} when `work.signal` is aborted: workers are told, what is done is kept; what `ears.result` throws
 */
export async function runPool<J, R>(
  program: string,
  jobs: readonly PoolJob<J>[],
  ears: PoolEars<J, R>,
  options?: PoolOptions,
  work?: Work,
): Promise<FailedJob<J>[]> {
  const o = poolOptions.resolve(options);
  const pool = new Pool<J, R>({ program, jobs, ears, work }, o);
  const stop = (): void => pool.close();
  work?.signal?.addEventListener('abort', stop);
  try {
    checkAborted(work, task);
    await pool.run(Math.min(o.workers, jobs.length));
    checkAborted(work, task);
    return pool.failed;
  } finally {
    work?.signal?.removeEventListener('abort', stop);
  }
}

const task = 'sweep';

/** Threads of the engine in each of so many workers. */
export const threadsEach = (workers: number): number => Math.max(1, Math.floor(availableParallelism() / workers));

class Pool<J, R> {
  readonly failed: FailedJob<J>[] = [];
  private readonly waiting: (PoolJob<J> & { begun: number })[];
  private readonly workers = new Set<Worker<J, R>>();
  private closed = false;
  private over = 0;
  private readonly step: ReturnType<typeof steps>;

  constructor(
    private readonly given: {
      readonly program: string;
      readonly jobs: readonly PoolJob<J>[];
      readonly ears: PoolEars<J, R>;
      readonly work: Work | undefined;
    },
    private readonly o: Resolved<PoolOptions>,
  ) {
    this.waiting = given.jobs.map((job) => ({ ...job, begun: 0 }));
    this.step = steps(given.work, task, given.jobs.length);
  }

  /** @throws what keeping a result throws; the workers have ended then */
  async run(count: number): Promise<void> {
    const places = Array.from({ length: count }, () => this.place(this.o.threads ?? threadsEach(count)));
    try {
      await Promise.all(places);
    } finally {
      this.close();
      await Promise.all([...this.workers].map((worker) => worker.stop()));
      await Promise.allSettled(places);
    }
  }

  close(): void {
    this.closed = true;
    for (const worker of this.workers) void worker.stop();
  }

  /** One job after the other, in one worker as long as it lives. */
  private async place(threads: number): Promise<void> {
    let worker: Worker<J, R> | undefined;
    let group: string | undefined;
    for (let next = this.next(group); next; next = this.next(group)) {
      group = next.group;
      worker ??= this.start(threads);
      const outcome = await worker.run(next.job);
      if ('ended' in outcome) {
        this.workers.delete(worker);
        worker = undefined;
        if (!this.closed) this.again(next, outcome.ended);
      } else if ('result' in outcome) {
        this.given.ears.result(outcome.result, next);
        await this.step(++this.over);
      } else if (!this.closed) this.fail(next, outcome.error.message);
    }
    if (worker) await worker.stop();
  }

  private start(threads: number): Worker<J, R> {
    const worker = new Worker<J, R>(this.given.program, { threads, silence: this.o.silence });
    this.workers.add(worker);
    return worker;
  }

  private next(group: string | undefined) {
    if (this.closed) return undefined;
    const same = this.waiting.findIndex((job) => job.group === group);
    const [next] = this.waiting.splice(Math.max(0, same), 1);
    if (next) next.begun++;
    return next;
  }

  private again(job: PoolJob<J> & { begun: number }, why: string): void {
    if (job.begun >= this.o.attempts) {
      this.fail(job, `its worker ended ${job.begun} times, last by ${why}`);
      return;
    }
    this.given.ears.say(
      `${job.name}: its worker ended (${why}); it is begun again, ${job.begun + 1} of ${this.o.attempts}`,
    );
    this.waiting.push(job);
  }

  private fail({ begun, ...job }: PoolJob<J> & { begun: number }, why: string): void {
    this.failed.push({ ...job, why, attempts: begun });
    this.given.ears.say(`${job.name}: ${why}`);
  }
}
