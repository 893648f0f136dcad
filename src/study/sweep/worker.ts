import { type ChildProcess, fork } from 'node:child_process';
import type { FromWorker, ToldError, ToWorker } from './messages.js';

/** How a job came out: its result, the error that it threw, or the end of its process. */
export type Outcome<R> = { readonly result: R } | { readonly error: ToldError } | { readonly ended: string };

/** Seconds that a worker has to stop in after it was told to. */
const GRACE = 10;

/** One worker process, which runs one job after the other. */
export class Worker<J, R> {
  private readonly child: ChildProcess;
  private finish: ((outcome: Outcome<R>) => void) | undefined;
  private silence: NodeJS.Timeout | undefined;
  private why: string | undefined;
  private jobs = 0;

  /**
   * @param program a module that listens to {@link ToWorker} and tells {@link FromWorker}
   * @param o.threads of its engine; @param o.silence seconds without a sign of life after which it is ended
   */
  constructor(
    program: string,
    private readonly o: { readonly threads: number; readonly silence: number },
  ) {
    // Its own group: Ctrl-C is the pool's to hear, which tells it to stop.
    this.child = fork(program, [], { execArgv: [], detached: process.platform !== 'win32' });
    this.child.on('message', (message) => this.hear(message as FromWorker<R>));
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('exit', (code, signal) => this.end(signal ?? `exit code ${code}`));
  }

  /** The child's number; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Runs a job; never rejects. After `ended` the worker is of no more use. */
  run(job: J): Promise<Outcome<R>> {
    const id = ++this.jobs;
    const outcome = new Promise<Outcome<R>>((resolve) => {
      this.finish = resolve;
    });
    this.heard();
    this.tell({ type: 'job', id, job, threads: this.o.threads });
    return outcome;
  }

  /** Ends the process: as soon as it has stopped, and after ten seconds in any case. */
  async stop(): Promise<void> {
    clearTimeout(this.silence);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.tell({ type: 'stop' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 1000 * GRACE);
    await gone;
    clearTimeout(timer);
  }

  private tell(message: ToWorker<J>): void {
    this.child.send(message, (error) => {
      if (error) this.end(error.message);
    });
  }

  private hear(message: FromWorker<R>): void {
    this.heard();
    if (message.type === 'alive' || message.id !== this.jobs) return;
    this.done(message.type === 'done' ? { result: message.result } : { error: message.error });
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.why = `no sign of life for ${this.o.silence} s`;
      this.child.kill('SIGKILL');
    }, 1000 * this.o.silence);
  }

  private end(why: string): void {
    this.done({ ended: this.why ?? why });
  }

  private done(outcome: Outcome<R>): void {
    clearTimeout(this.silence);
    this.finish?.(outcome);
    this.finish = undefined;
  }
}
