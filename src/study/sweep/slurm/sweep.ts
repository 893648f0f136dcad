import { setTimeout as sleep } from 'node:timers/promises';
import { AbortedError, steps, type Work } from '../../../base/index.js';
import { type GainRecord, gainPlace } from '../../gain/record.js';
import type { FailedJob, PoolEars } from '../pool.js';
import { Collector } from '../shared/collect.js';
import type { Sweep, SweepJob } from '../shared/sweep.js';
import { liveTasks, SlurmError, taskState } from './commands.js';
import { type SlurmOptions, type SlurmSettings, slurmOptions } from './options.js';
import {
  arrayName,
  arrayOf,
  close,
  closedAt,
  endsOf,
  type Submission,
  submissionsFrom,
  submit,
} from './submissions.js';

/** Slurm takes arrays of up to 1,000 tasks unless it is told otherwise. */
const MOST_TASKS = 1000;

/**
 * Runs jobs as arrays of Slurm, and waits for them; what an earlier call gave to Slurm, or another process, is waited for and not given
 * again. A task that is lost (killed, out of memory, its node gone) is given again, `attempts` times in all; one that throws, runs out
 * of its time or is cancelled is not. The others go on in any case.
 * @returns the jobs that have no record
 * @throws {SlurmError} when Slurm refuses an array, or is not here
 * @throws {AbortedError} when `work.signal` is aborted: the tasks go on, and the error says how to come back to them
 */
export async function slurmSweep(
  sweep: Sweep,
  jobs: readonly SweepJob[],
  ears: PoolEars<SweepJob, GainRecord>,
  options?: SlurmOptions,
  work?: Work,
): Promise<FailedJob<SweepJob>[]> {
  const waiting = new SlurmSweep(
    sweep,
    new Collector(sweep, jobs, ears),
    ears.say.bind(ears),
    slurmOptions.resolve(options),
  );
  try {
    return await waiting.run(work, jobs.length);
  } catch (error) {
    throw error instanceof AbortedError ? new AbortedError('stopped on request', 'sweep', waiting.howToGoOn()) : error;
  }
}

/** Where a job stands: the submission and task that it was given in last, and since when Slurm no longer has it. */
interface Given {
  n: number;
  task: number;
  attempts: number;
  goneSince?: number | undefined;
}

class SlurmSweep {
  private readonly given = new Map<string, Given>();
  private readonly submissions: Submission[] = [];
  private readonly first: number;
  private silent = false;

  constructor(
    private readonly sweep: Sweep,
    private readonly jobs: Collector,
    private readonly say: (line: string) => void,
    private readonly o: SlurmSettings,
  ) {
    this.first = closedAt(sweep) + 1;
  }

  async run(work: Work | undefined, total: number): Promise<FailedJob<SweepJob>[]> {
    const step = steps(work, 'sweep', total);
    this.refresh();
    if (this.submissions.length > 0) this.say(`Going on with what Slurm was given before (${this.names().join(', ')})`);
    for (;;) {
      this.jobs.collect();
      await this.look();
      await step(this.jobs.done, this.note());
      if (this.jobs.waiting.length === 0) break;
      // What ends the wait is told by the next step.
      await sleep(1000 * this.o.poll, undefined, work?.signal ? { signal: work.signal } : {}).catch(() => {});
    }
    close(this.sweep, this.next() - 1);
    this.jobs.sayMakers();
    return this.jobs.failed;
  }

  howToGoOn(): string {
    const names = this.names().join(',');
    return `What Slurm was given goes on. The same command waits for it again and keeps what is done; to cancel it: scancel --name=${names}`;
  }

  private names = (): string[] => this.submissions.map(({ n }) => arrayName(this.sweep, n));
  private next = (): number => this.first + this.submissions.length;
  private note = (): string => `${this.jobs.waiting.length} wait or run in Slurm`;

  /** Takes up submissions that are not known yet, own ones and others'. */
  private refresh(): void {
    for (const submission of submissionsFrom(this.sweep, this.next())) {
      this.submissions.push(submission);
      submission.jobs.forEach((id, task) => {
        this.given.set(id, { n: submission.n, task, attempts: (this.given.get(id)?.attempts ?? 0) + 1 });
      });
    }
  }

  /** Finds out what became of the jobs that have no record, and gives what is to be given (again). */
  private async look(): Promise<void> {
    this.refresh();
    const again = this.jobs.waiting.filter((job) => !this.given.has(job.id));
    const ends = endsOf(this.sweep);
    const live = await this.live();
    for (const job of this.jobs.waiting) {
      const given = this.given.get(job.id);
      if (!given) continue;
      const end = ends(given.n, job.id) ?? (live && (await this.lost(given, live)));
      if (!end) continue;
      if (end.threw) this.jobs.fail(job, end.why, given.attempts);
      else if (given.attempts >= this.o.attempts)
        this.jobs.fail(job, `it was lost ${given.attempts} times, last by ${end.why}`, given.attempts);
      else {
        this.say(
          `${gainPlace(job)}: lost (${end.why}); it is begun again, ${given.attempts + 1} of ${this.o.attempts}`,
        );
        again.push(job);
      }
    }
    for (let i = 0; i < again.length; i += MOST_TASKS) await this.give(again.slice(i, i + MOST_TASKS));
  }

  private async give(jobs: readonly SweepJob[]): Promise<void> {
    const n = this.next();
    const ids = jobs.map(({ id }) => id);
    try {
      if (!(await submit(this.sweep, n, ids, this.o))) return;
    } catch (error) {
      return this.waitFor(error, error instanceof SlurmError && error.passes);
    }
    this.refresh();
    this.say(`Slurm has ${jobs.length} runs as ${arrayName(this.sweep, n)} (array ${arrayOf(this.sweep, n)})`);
  }

  /** The tasks that Slurm has, by submission; undefined while it does not answer, which says nothing about them. */
  private async live(): Promise<ReadonlyMap<number, ReadonlySet<number>> | undefined> {
    const asked = new Set(this.jobs.waiting.flatMap(({ id }) => this.given.get(id)?.n ?? []));
    const found = new Map<number, ReadonlySet<number>>();
    try {
      for (const n of asked) found.set(n, await liveTasks(arrayName(this.sweep, n)));
      this.silent = false;
      return found;
    } catch (error) {
      this.waitFor(error, error instanceof SlurmError);
      return undefined;
    }
  }

  private waitFor(error: unknown, passes: boolean): void {
    if (!passes) throw error;
    if (!this.silent) this.say(`Slurm does not answer (${(error as Error).message}): waiting for it`);
    this.silent = true;
  }

  /** Whether Slurm has had a job's task no longer for a while, and how it ended. */
  private async lost(given: Given, live: ReadonlyMap<number, ReadonlySet<number>>) {
    if (live.get(given.n)?.has(given.task)) {
      given.goneSince = undefined;
      return undefined;
    }
    given.goneSince ??= performance.now();
    if (performance.now() - given.goneSince < 1000 * this.o.settle) return undefined;
    const array = arrayOf(this.sweep, given.n);
    const state = array === undefined ? undefined : await taskState(array, given.task);
    if (state === 'CANCELLED') return { threw: true, why: 'it was cancelled' };
    if (state === 'TIMEOUT') return { threw: true, why: 'it ran out of its time: give more by --time' };
    return { threw: false, why: state === undefined ? 'an end that Slurm does not know' : `Slurm's ${state}` };
  }
}
