import { AbortedError } from '../../../base/index.js';
import { type GainRecord, gainPlace } from '../../gain/record.js';
import { gainProgram } from '../gain-program.js';
import { Worker } from '../worker.js';
import { commitResult, hasResult } from './results.js';
import type { Sweep, SweepJob } from './sweep.js';

/** What became of a job: its record is committed (by this run, or it was before), it threw, or its process ended. */
export type JobOutcome = { readonly kept: boolean } | { readonly failed: string } | { readonly ended: string };

/** Runs a sweep's jobs one after the other in a child process, which keeps what they share, and commits their records. */
export class JobRunner {
  private child: Worker<SweepJob, GainRecord> | undefined;
  private stopped = false;

  /** @param o.silence seconds without a sign of life after which the child is ended; @param o.say hears a line as a job begins */
  constructor(
    private readonly sweep: Sweep,
    private readonly o: { readonly silence: number; readonly say: (line: string) => void },
  ) {}

  /** @throws {AbortedError} when it was stopped; {OutputError} when the record cannot be committed */
  async run(job: SweepJob): Promise<JobOutcome> {
    if (hasResult(this.sweep, job.id)) return { kept: false };
    const { threads } = this.sweep;
    this.child ??= new Worker<SweepJob, GainRecord>(gainProgram(), { threads, silence: this.o.silence });
    this.o.say(`${gainPlace(job)}: begun, process ${this.child.pid}`);
    const outcome = await this.child.run(job);
    if (this.stopped) throw new AbortedError('stopped on request', gainPlace(job));
    if ('result' in outcome) return { kept: commitResult(this.sweep, job, outcome.result) };
    if ('error' in outcome) return { failed: outcome.error.message };
    this.child = undefined;
    return outcome;
  }

  /** Ends the child: as soon as it has stopped, and after ten seconds in any case. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.child?.stop();
  }
}
