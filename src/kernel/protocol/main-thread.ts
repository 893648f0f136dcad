import type { MessagePort } from 'node:worker_threads';
import { type Bundle, Flags, type RawError, type Run, type ToMain, type ToWorker } from '../messages.js';

export interface Done {
  result?: Bundle;
  error?: RawError;
  interrupted: boolean;
  /** False when a module that the cell imports could not be loaded. */
  loaded: boolean;
  /** Names that the cell declares but did not reach. */
  unset: string[];
}

const sleep = (ms: number): Promise<false> => new Promise((resolve) => setTimeout(resolve, ms, false));

/** The worker's hold on the thread that runs the cells. */
export class MainThread {
  private running: { run: number; finish: (done: Done) => void; done: Promise<Done> } | undefined;
  private runs = 0;
  private pings = 0;
  private readonly pongs = new Map<number, () => void>();

  constructor(
    private readonly port: MessagePort,
    readonly flag: Int32Array,
  ) {}

  post(message: ToMain): void {
    this.port.postMessage(message);
  }

  /** Takes the messages that concern this class. */
  receive(message: ToWorker): void {
    if (message.type === 'pong') this.pongs.get(message.id)?.();
    if (message.type === 'done' && this.running?.run === message.run) this.running.finish(message);
  }

  /** Runs a compiled cell; never rejects. */
  run(request: Omit<Run, 'run'>): Promise<Done> {
    // The odd numbers are for what runs between cells.
    this.runs += 2;
    const run = this.runs;
    let finish!: (done: Done) => void;
    const done = new Promise<Done>((resolve) => {
      finish = resolve;
    }).finally(() => {
      if (this.running?.run === run) this.running = undefined;
    });
    this.running = { run, finish, done };
    this.post({ type: 'run', run, ...request });
    return done;
  }

  /** Resolves when the main thread has dealt with all messages so far, or after `within` milliseconds. */
  async settled(within: number): Promise<void> {
    await this.answers(within);
  }

  private async answers(within: number): Promise<boolean> {
    this.pings += 1;
    const id = this.pings;
    const pong = new Promise<true>((resolve) => this.pongs.set(id, () => resolve(true)));
    this.post({ type: 'ping', id });
    const alive = await Promise.race([pong, sleep(within)]);
    this.pongs.delete(id);
    return alive;
  }

  /**
   * Stops the running cell, in the gentlest way that works: the cell's own checks (in loops, after awaits) and its
   * abort signal; the end of a busy loop elsewhere (`terminate`); no longer waiting for what does not stop.
   */
  async interrupt(terminate: () => Promise<void>): Promise<void> {
    const { running } = this;
    if (!running) return;
    const { run, done } = running;
    Atomics.store(this.flag, Flags.interrupted, run);
    Atomics.store(this.flag, Flags.input, 2);
    Atomics.notify(this.flag, Flags.input);
    this.post({ type: 'interrupt', run });
    const over = (ms: number): Promise<unknown> => Promise.race([done, sleep(ms)]);
    if (await over(150)) return;
    if (!(await this.answers(120))) await terminate();
    this.post({ type: 'abandon', run });
    if (await over(150)) return;
    const message = 'the cell was interrupted, but native code that it called goes on; the next cell waits for it';
    running.finish({ error: { name: 'KeyboardInterrupt', message }, interrupted: true, loaded: true, unset: [] });
  }
}
