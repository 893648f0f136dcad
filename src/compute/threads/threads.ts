import { EngineError, warn } from '../../base/index.js';
import { type Context, createContext } from './context.js';
import { Crew, type CrewParts, type Waited } from './crew.js';
import { pack } from './job.js';
import { type JobName, jobNames, jobOf, type NumbersOf } from './jobs.js';
import type { Kernels } from './kernels.js';

/** Longest wait for the threads to start, milliseconds. */
const patience = 30_000;

/**
 * This thread and `threads` − 1 workers over one memory. A job blocks until all have done their part. Where a worker has
 * ended, the job that it was at fails, and others take the places of all of them.
 */
export class Threads {
  private readonly context: Context;
  private crew: Crew | undefined;
  private started = false;

  constructor(
    readonly count: number,
    private readonly parts: CrewParts,
  ) {
    this.context = createContext(parts);
    if (count > 1) this.crew = this.newCrew();
  }

  /** The kernels, on this thread. */
  get kernels(): Kernels {
    return this.context.k;
  }

  /** Does the job on all threads, or on this one alone where it is too small to share. */
  run<N extends JobName>(name: N, numbers: NumbersOf<N>, alone = false): void {
    if (alone || this.count === 1) jobOf(name).run(this.context, numbers, 0, 1);
    else this.runOnAll(this.readyCrew(), name, numbers);
  }

  private runOnAll<N extends JobName>(crew: Crew, name: N, numbers: NumbersOf<N>): void {
    const job = jobOf(name);
    crew.begin(jobNames.indexOf(name), pack(job, numbers));
    let came: Waited = 'all';
    try {
      job.run(this.context, numbers, 0, this.count);
    } finally {
      came = crew.await('done');
      if (came === 'ended') this.disband(crew);
    }
    const failure = crew.takeFailure();
    if (came === 'ended')
      throw new EngineError(
        `a compute thread ended during the job "${name}"${failure ? `: ${failure}` : ''}`,
        'compute threads',
        'Give the command again: what was finished is kept, and the threads are started anew',
      );
    if (failure) throw new EngineError(`a compute thread failed: ${failure}`);
  }

  /** Ends the workers. */
  stop(): void {
    this.crew?.stop();
  }

  /** Workers that wait for a job. */
  private readyCrew(): Crew {
    if (this.started && this.crew?.ended) {
      warn('a compute thread has ended: all are started anew');
      this.disband(this.crew);
    }
    const crew = this.crew ?? this.newCrew();
    this.crew = crew;
    if (!this.started) this.awaitStart(crew);
    return crew;
  }

  private newCrew(): Crew {
    this.started = false;
    return new Crew(this.count - 1, this.parts);
  }

  /** Ends those that are left, after what they are at: nobody may write where others believe the memory free. */
  private disband(crew: Crew): void {
    crew.stop();
    crew.await('ended');
    this.crew = undefined;
  }

  private awaitStart(crew: Crew): void {
    const came = crew.await('ready', patience);
    const failure = crew.takeFailure();
    if (failure) throw new EngineError(`a compute thread failed: ${failure}`);
    if (came !== 'all')
      throw new EngineError(
        came === 'late'
          ? `${this.count - 1} compute threads did not start in ${patience / 1000} s`
          : `of ${this.count - 1} compute threads not all could be started`,
        'useEngine',
        'Try fewer threads, or the engine js',
      );
    this.started = true;
  }
}
