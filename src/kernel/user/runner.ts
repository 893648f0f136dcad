import Module from 'node:module';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers';
import { Flags, type Run, type ToWorker } from '../messages.js';
import { toBundle } from './bundle.js';
import { DisplayHandle } from './display.js';
import { KeyboardInterrupt, rawError } from './errors.js';
import { type Importer, loadModule } from './modules.js';
import { type Box, Scope } from './scope.js';

type Cell = (kernel: unknown) => Promise<[unknown] | undefined>;
type Post = (message: ToWorker) => void;

/** A CommonJS module made by hand, for Node's own compiler: it keeps source maps and resolves `import()`. */
interface CompilableModule {
  filename: string;
  paths: string[];
  exports: unknown;
  _compile(code: string, file: string, format: 'commonjs'): void;
}

function compile(js: string, file: string): CompilableModule {
  const Node = Module as unknown as { new (id: string): CompilableModule; _nodeModulePaths(from: string): string[] };
  const module = new Node(file);
  module.filename = file;
  module.paths = Node._nodeModulePaths(dirname(file));
  module._compile(js, file, 'commonjs');
  return module;
}

/** Cells whose errors surely know their lines; of older ones as long as nothing was collected. */
const REMEMBERED = 50;

/** Runs cells, one at a time, and keeps what they define. */
export class Runner {
  readonly scope = new Scope();
  /** msg_id of the request that output belongs to: the running cell's, or the last one's, or what `aside` was told. */
  parent = '';
  /** The running cell's, or the last one's. */
  private cell = '';
  allowStdin = false;
  /** Called when a cell begins. */
  begin: (request: Run) => void = () => {};
  /** Called when a cell is done, before that is told. */
  endOutput = (): void => {};
  private abort = new AbortController();
  private loadFailed = false;
  /** The last cells' modules: Node forgets a source map when its module is collected, and errors would lose their line. */
  private readonly modules: CompilableModule[] = [];
  /** Ends the running cell with an error, wherever it is. */
  private failCurrent: ((error: Error) => void) | undefined;

  constructor(
    private readonly flag: Int32Array,
    private readonly post: Post,
    private readonly reload: () => void,
  ) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** The client asks the running cell to stop; library calls that took the signal hear of it here. */
  interrupt(run: number): void {
    // A timer's callback that was ended from outside did not come to its end.
    this.parent = this.cell;
    if (this.flag[Flags.run] === run && !this.signal.aborted) this.abort.abort(new KeyboardInterrupt());
  }

  /** What the cell waits for does not stop: give up waiting. */
  abandon(run: number): void {
    if (this.flag[Flags.run] === run)
      this.fail(new KeyboardInterrupt('the cell was interrupted; what it waited for may go on in the background'));
  }

  /** Whether a cell is running. */
  get busy(): boolean {
    return this.failCurrent !== undefined;
  }

  /** Ends the running cell with an error that is not thrown in it: it waits for something that will not come. */
  fail(error: Error): void {
    this.failCurrent?.(error);
  }

  async run(request: Run): Promise<void> {
    const { run } = request;
    this.abort = new AbortController();
    this.loadFailed = false;
    this.parent = request.parent;
    this.cell = request.parent;
    this.allowStdin = request.allowStdin;
    Atomics.store(this.flag, Flags.run, run);
    this.begin(request);
    if (request.reset) this.scope.clear();
    if (request.reload) this.reload();
    let before = new Map<string, Box | undefined>();
    try {
      const value = await this.execute(request, (names) => {
        before = this.scope.define(names);
      });
      const shown = value && !request.silent && !(value[0] instanceof DisplayHandle);
      const result = shown ? await toBundle(value[0]) : undefined;
      this.endOutput();
      this.post({ type: 'done', run, ...(result ? { result } : {}), interrupted: false, loaded: true, unset: [] });
    } catch (thrown) {
      const interrupted = Atomics.load(this.flag, Flags.interrupted) >= run;
      this.endOutput();
      this.post({
        type: 'done',
        run,
        error: rawError(thrown),
        interrupted,
        loaded: !this.loadFailed,
        unset: this.scope.restore(before),
      });
    } finally {
      this.failCurrent = undefined;
    }
  }

  /**
   * Runs something that is not a cell (a comm's handler, a timer's callback), with its output under its own request. Between cells it has a
   * run of its own, the odd number behind the last cell's: an interrupt of that cell is over.
   */
  aside(parent: string, work: () => void): void {
    const before = this.parent;
    this.parent = parent;
    if (!this.busy) Atomics.store(this.flag, Flags.run, Atomics.load(this.flag, Flags.run) | 1);
    try {
      work();
    } finally {
      this.parent = before;
    }
  }

  private execute(
    { js, file, run }: Run,
    define: (names: Record<string, Box>) => void,
  ): Promise<[unknown] | undefined> {
    const { flag } = this;
    const stop = (): never => {
      throw new KeyboardInterrupt();
    };
    const kernel = {
      flag,
      run,
      stop,
      define,
      box: (name: string) => this.scope.box(name),
      load: (importer: Importer, from: string, members: string[]) =>
        loadModule(importer, from, members).catch((error) => {
          this.loadFailed = true;
          throw error;
        }),
      /** After every await: a run that was interrupted meanwhile goes no further. */
      check: (value: unknown, of: number) => (flag[Flags.interrupted]! >= of ? stop() : value),
    };
    return new Promise((resolve, reject) => {
      this.failCurrent = reject;
      // In a callback of its own: when a busy loop is terminated from outside, only that callback is lost.
      setImmediate(() => {
        try {
          const module = compile(js, file);
          this.modules.push(module);
          if (this.modules.length > REMEMBERED) this.modules.shift();
          const cell = module.exports as Cell;
          cell(kernel).then(resolve, reject);
        } catch (error) {
          reject(error);
        }
      });
    });
  }
}
