import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import type { ToWorker } from '../messages.js';
import type { Runner } from './runner.js';

/** Time for a cell to be over before the reader is asked: making a `readline` interface is not yet a question. */
const MOMENT_MS = 20;

/** A cell read from `process.stdin` where the client takes no input. */
export class NoInput extends Error {
  override name = 'NoInput';
  constructor() {
    super(
      'process.stdin: this client takes no input (it runs the notebook without a reader). Give values as parameters; where there is a reader, prompt("…") asks too.',
    );
  }
}

/** `process.stdin` of the cells: its lines are asked of the reader, one by one, when something waits for them. */
class Input extends Readable {
  readonly fd = 0;
  constructor(
    private readonly wanted: () => void,
    private readonly touched: () => void,
  ) {
    super();
  }

  override _read(): void {
    this.wanted();
  }

  // biome-ignore lint/suspicious/noExplicitAny: as Node's types have it
  override on(event: string | symbol, listener: (...args: any[]) => void): this {
    if (event === 'data' || event === 'readable') this.touched();
    return super.on(event, listener);
  }
}

/**
 * Feeds `process.stdin` from input requests. A cell is asked for when it began to read itself, or when it has printed a
 * question (text without a line's end) for a reader that an earlier cell left; else such a reader would ask in every cell.
 */
export class Stdin {
  private input: Input;
  private wanted = false;
  private waiting = false;
  private begun = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runner: Runner,
    private readonly post: (message: ToWorker) => void,
  ) {
    this.input = this.make();
    Object.defineProperty(process, 'stdin', { get: () => this.input, configurable: true, enumerable: true });
    syncBuiltinESMExports();
  }

  private make(): Input {
    const wanted = (): void => {
      this.wanted = true;
      this.soon();
    };
    const touched = (): void => {
      this.begun = true;
      this.soon();
    };
    return new Input(wanted, touched);
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.ask();
    }, MOMENT_MS);
  }

  private ask(): void {
    if (!this.wanted || !this.begun || this.waiting || !this.runner.busy) return;
    if (!this.runner.allowStdin) this.fail();
    else {
      this.waiting = true;
      this.post({ type: 'input', parent: this.runner.parent, prompt: '', password: false, stream: true });
    }
  }

  /** Ends the cell, since who asked would wait for ever. */
  private fail(): void {
    const error = new NoInput();
    const ended = this.input;
    this.input = this.make();
    this.wanted = false;
    syncBuiltinESMExports();
    this.runner.fail(error);
    ended.destroy(error);
  }

  /** A cell begins: what an earlier one asked is no longer answered. */
  begin(): void {
    this.waiting = false;
    this.begun = false;
  }

  /** Something was printed. */
  printed(text: string): void {
    if (!this.wanted || text.endsWith('\n')) return;
    this.begun = true;
    this.soon();
  }

  /** The line that the reader typed. */
  line(text: string): void {
    this.waiting = false;
    this.wanted = false;
    this.input.push(`${text}\n`);
  }
}
