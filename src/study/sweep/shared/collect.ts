import { DamagedError, warn } from '../../../base/index.js';
import { type GainRecord, gainPlace } from '../../gain/record.js';
import type { FailedJob, PoolEars } from '../pool.js';
import { committed, readResult } from './results.js';
import type { MadeBy, Sweep, SweepJob } from './sweep.js';

/** Takes the records of some jobs out of the store as they come, each once. */
export class Collector {
  readonly failed: FailedJob<SweepJob>[] = [];
  private readonly open: Map<string, SweepJob>;
  private readonly total: number;
  private readonly makers = new Map<string, MadeBy>();

  constructor(
    private readonly sweep: Sweep,
    jobs: readonly SweepJob[],
    private readonly ears: PoolEars<SweepJob, GainRecord>,
  ) {
    this.open = new Map(jobs.map((job) => [job.id, job]));
    this.total = this.open.size;
  }

  /** Jobs that have neither a record nor failed. */
  get waiting(): readonly SweepJob[] {
    return [...this.open.values()];
  }

  get done(): number {
    return this.total - this.open.size;
  }

  /** Takes what has been committed since. A damaged result counts as none: it is named, and nothing is made of it. */
  collect(): void {
    const there = committed(this.sweep);
    for (const job of this.waiting) if (there.has(job.id)) this.take(job);
  }

  fail(job: SweepJob, why: string, attempts: number): void {
    if (!this.open.delete(job.id)) return;
    const name = gainPlace(job);
    this.failed.push({ name, group: '', job, why, attempts });
    this.ears.say(`${name}: ${why}`);
  }

  /** Says where results came from, when it was not one kind of machine. */
  sayMakers(): void {
    const kinds = new Set([...this.makers.values()].map(({ cpu }) => cpu));
    if (kinds.size > 1)
      this.ears.say(
        `! Made on ${kinds.size} kinds of processor, which may differ in the last digits: ${[...kinds].join('; ')}`,
      );
  }

  private take(job: SweepJob): void {
    try {
      const { record, by } = readResult(this.sweep, job.id);
      this.open.delete(job.id);
      this.makers.set(by.host, by);
      this.ears.result(record, { name: gainPlace(job), group: '', job });
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      warn(error.message);
      this.fail(job, 'its result is damaged', 1);
    }
  }
}
