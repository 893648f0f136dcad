import { setTimeout as sleep } from 'node:timers/promises';
import { AbortedError, OptionError, steps, type Work } from '../../../base/index.js';
import type { GainRecord } from '../../gain/record.js';
import type { FailedJob, PoolEars } from '../pool.js';
import { Collector } from '../shared/collect.js';
import type { Sweep, SweepJob } from '../shared/sweep.js';
import {
  addressOf,
  namespace,
  type TemporalOptions,
  type TemporalSettings,
  temporalName,
  temporalOptions,
} from './options.js';
import { type Handle, temporalPart } from './sdk.js';
import { noServer, temporalWorker } from './worker.js';
import type { Failed } from './workflow.js';

/** Most jobs of a workflow: the server takes some 50,000 events of one, and a job is up to six. */
const MOST_JOBS = 5000;

/**
 * Runs jobs by Temporal, and waits for them: a workflow a sweep, whose id is the sweep's, so that begun twice it is one. A job whose
 * worker is lost is given to another, `attempts` times in all; one that throws is not. Workers are started by `psqe worker`.
 * @returns the jobs that have no record
 * @throws {InputError} where the SDK is not installed, or there is no server
 * @throws {AbortedError} when `work.signal` is aborted: the workflow goes on, and the error says how to come back to it
 */
export async function temporalSweep(
  sweep: Sweep,
  jobs: readonly SweepJob[],
  ears: PoolEars<SweepJob, GainRecord>,
  options?: TemporalOptions,
  work?: Work,
): Promise<FailedJob<SweepJob>[]> {
  const o = temporalOptions.resolve(options);
  if (jobs.length > MOST_JOBS)
    throw new OptionError(`has ${jobs.length} runs, more than ${MOST_JOBS}`, 'sweep', 'Give it in parts, by --seeds');
  const { Connection, Client } = temporalPart('client');
  const address = addressOf(o.server);
  const connection = await Connection.connect({ address, connectTimeout: '10s' }).catch((error) => {
    throw noServer(address, error);
  });
  const stopWorker = new AbortController();
  const say = (line: string) => ears.say(line);
  const worker =
    o.workers > 0
      ? temporalWorker(sweep.folder, { ...o }, say, { signal: stopWorker.signal })
      : say(`Give it workers, where the store is seen: psqe worker ${sweep.folder}`);
  try {
    const client = new Client({ connection, namespace: namespace() });
    const waiting = new TemporalSweep(client.workflow, { sweep, jobs: new Collector(sweep, jobs, ears), say }, o);
    return await Promise.race([waiting.run(work, jobs.length), rejection(worker)]);
  } catch (error) {
    throw error instanceof AbortedError ? new AbortedError('stopped on request', 'sweep', howToGoOn(sweep)) : error;
  } finally {
    stopWorker.abort();
    await Promise.allSettled([worker]);
    await connection.close();
  }
}

/** Settles only if the promise rejects. */
const rejection = (promise: Promise<void> | void): Promise<never> =>
  new Promise((_, reject) => void Promise.resolve(promise).catch(reject));

const howToGoOn = (sweep: Sweep): string =>
  `The workflow goes on. The same command waits for it again and keeps what is done; to cancel it: temporal workflow cancel --workflow-id ${temporalName(sweep)}`;

type Workflows = InstanceType<ReturnType<typeof temporalPart<'client'>>['Client']>['workflow'];

class TemporalSweep {
  private silent = false;
  private begun = 0;

  constructor(
    private readonly workflows: Workflows,
    private readonly given: { readonly sweep: Sweep; readonly jobs: Collector; say(line: string): void },
    private readonly o: TemporalSettings,
  ) {}

  async run(work: Work | undefined, total: number): Promise<FailedJob<SweepJob>[]> {
    const { jobs } = this.given;
    const step = steps(work, 'sweep', total);
    jobs.collect();
    let handle = jobs.waiting.length > 0 ? await this.start() : undefined;
    while (handle) {
      await step(jobs.done, `${jobs.waiting.length} wait or run`);
      // What ends the wait is told by the next step.
      await sleep(1000 * this.o.poll, undefined, work?.signal ? { signal: work.signal } : {}).catch(() => {});
      const ended = await this.ended(handle);
      jobs.collect();
      if (ended) handle = await this.after(ended);
    }
    await step(jobs.done);
    jobs.sayMakers();
    return jobs.failed;
  }

  /** Begins the workflow, or finds the one that is under way. */
  private async start(): Promise<Handle> {
    const { sweep, jobs } = this.given;
    const name = temporalName(sweep);
    const asked = { jobs: jobs.waiting.map(({ id }) => id), attempts: this.o.attempts, heartbeat: this.o.heartbeat };
    const { firstExecutionRunId: run } = await this.workflows.start('sweep', {
      workflowId: name,
      taskQueue: name,
      args: [asked],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    this.begun++;
    this.given.say(`Temporal has ${asked.jobs.length} runs as workflow ${name} (${run})`);
    return this.workflows.getHandle(name, run);
  }

  /** What a workflow came to; undefined while it runs, or the server does not answer. */
  private async ended(handle: Handle): Promise<readonly Failed[] | 'cancelled' | undefined> {
    try {
      const { status } = await handle.describe();
      this.silent = false;
      if (status.name === 'RUNNING') return undefined;
      return status.name === 'COMPLETED' ? await handle.result() : 'cancelled';
    } catch (error) {
      if (!this.silent) this.given.say(`The server does not answer (${(error as Error).message}): waiting for it`);
      this.silent = true;
      return undefined;
    }
  }

  /** Takes down what failed. @returns another workflow, for jobs that this one was not asked for */
  private async after(ended: readonly Failed[] | 'cancelled'): Promise<Handle | undefined> {
    const { jobs } = this.given;
    const { attempts } = this.o;
    for (const job of jobs.waiting) {
      if (ended === 'cancelled') jobs.fail(job, 'it was cancelled', 1);
      else {
        const failed = ended.find((each) => each.job === job.id);
        if (failed?.threw) jobs.fail(job, failed.why, 1);
        else if (failed) jobs.fail(job, `it was lost ${attempts} times, last by ${failed.why}`, attempts);
      }
    }
    // Shared folders show files late.
    for (const end = performance.now() + 1000 * this.o.settle; jobs.waiting.length > 0 && performance.now() < end; ) {
      await sleep(200);
      jobs.collect();
    }
    if (jobs.waiting.length === 0) return undefined;
    if (this.begun === 1) return this.start();
    for (const job of jobs.waiting)
      jobs.fail(job, 'its record is not in the store: do all workers see this folder?', 1);
    return undefined;
  }
}
