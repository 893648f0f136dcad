import type { Remote } from './describe.js';
import type { Inspector } from './inspector.js';
import type { Scripts, SourcePlace } from './scripts.js';

export interface CallFrame {
  callFrameId: string;
  functionName: string;
  location: { scriptId: string; lineNumber: number; columnNumber?: number };
  scopeChain: { type: string; object: Remote }[];
}

/** What V8 says when the main thread stands still. */
export interface Paused {
  reason: string;
  data?: { description?: string; scriptId?: string };
  hitBreakpoints?: string[];
  callFrames: CallFrame[];
}

export type Step = 'stepOver' | 'stepInto' | 'stepOut';

/** A place where the program stands, and the frames that are the user's. */
export interface Stop {
  frames: { frame: CallFrame; place: SourcePlace }[];
  /** Of all frames, Node's too. */
  depth: number;
}

interface Going {
  step: Step;
  /** Where it began: a step goes on to another line. */
  from: SourcePlace | undefined;
  depth: number;
  /** The run that it began in: it does not reach into the next cell. */
  run: number;
  /** V8's steps so far; a line may have many. */
  taken: number;
}

/** V8's steps that one step may take: a loop on a single line has no end that one waits for. */
const MOST_STEPS = 1000;

export interface Told {
  stopped(reason: string, text: string | undefined): void;
  continued(): void;
  /** A script with a source map is about to run for the first time. */
  loading(scriptId: string): Promise<void>;
}

/** Follows where the main thread stands: at a breakpoint, after a step, by an error; and lets it go on. */
export class Stops {
  current: Stop | undefined;
  /** Number of runs so far. */
  run = 0;
  /** While a cell is interrupted no stop is wanted. */
  private passing = false;
  private going: Going | undefined;
  private asked = false;

  constructor(
    private readonly inspector: Inspector,
    private readonly scripts: Scripts,
    private readonly told: Told,
  ) {
    inspector.on('Debugger.paused', (paused: Paused) => void this.paused(paused).catch(() => this.resume()));
    inspector.on('Debugger.resumed', () => {
      this.current = undefined;
    });
  }

  private resume(): Promise<void> {
    return this.inspector.post('Debugger.resume').catch(() => {});
  }

  private async paused(paused: Paused): Promise<void> {
    // Whoever interrupts the cell pauses it too, and lets it go on himself.
    if (this.passing) return;
    if (paused.reason === 'instrumentation') {
      await this.told.loading(paused.data!.scriptId!);
      return this.resume();
    }
    const places = paused.callFrames.map((frame) => ({ frame, place: this.scripts.place(frame.location) }));
    const top = places[0]?.place;
    const hit = (paused.hitBreakpoints?.length ?? 0) > 0;
    const isError = paused.reason === 'exception' || paused.reason === 'promiseRejection';
    if (!hit && !isError && this.goesOn(top, places.length)) return this.step(this.going!);
    // An accessor of the compiler's that looks at a name too early, a step that ran out of its cell.
    if (!top || (!hit && !isError && !this.going && !this.asked)) return this.resume();
    const reason = hit ? 'breakpoint' : isError ? 'exception' : this.asked ? 'pause' : 'step';
    this.going = undefined;
    this.asked = false;
    const frames = places.filter((p): p is { frame: CallFrame; place: SourcePlace } => p.place !== undefined);
    this.current = { frames, depth: places.length };
    this.told.stopped(reason, isError ? paused.data?.description?.split('\n', 1)[0] : undefined);
  }

  /** Whether a step has not come to another line of the user's yet. */
  private goesOn(at: SourcePlace | undefined, depth: number): boolean {
    const { going } = this;
    if (!going) return false;
    if (going.run !== this.run) this.going = undefined;
    if (going.run !== this.run || going.taken > MOST_STEPS) return false;
    if (!at) return true;
    const { from, step } = going;
    // After an await the frames below are others and fewer.
    return step !== 'stepOut' && depth <= going.depth && at.path === from?.path && at.line === from.line;
  }

  private async step(going: Going): Promise<void> {
    going.taken += 1;
    // What is left of a step out is to reach code of the user's.
    const step = going.step === 'stepOut' && going.taken > 1 ? 'stepOver' : going.step;
    await this.inspector.post(`Debugger.${step}`);
  }

  /** @throws Error where the program does not stand still */
  async go(step?: Step): Promise<void> {
    const { frames, depth } = this.stopped();
    this.going = step && { step, from: frames[0]?.place, depth, run: this.run, taken: 0 };
    this.current = undefined;
    this.told.continued();
    if (this.going) await this.step(this.going);
    else await this.resume();
  }

  /** Stops at the next piece of the user's code. */
  async pause(): Promise<void> {
    this.asked = true;
    await this.inspector.post('Debugger.pause');
  }

  stopped(): Stop {
    if (!this.current) throw new Error('the program runs: there is nothing to look at until it stops');
    return this.current;
  }

  /** A cell is being interrupted: it is ended where it stands, and no stop is wanted until that is done. */
  async pass(interrupted: Promise<unknown>): Promise<void> {
    const stood = this.current !== undefined;
    this.passing = true;
    this.going = undefined;
    this.asked = false;
    await this.inspector.post('Debugger.setSkipAllPauses', { skip: true }).catch(() => {});
    await interrupted;
    // A widget's listener stands there between cells: nothing has ended it.
    if (stood) await this.resume();
    this.current = undefined;
    if (stood) this.told.continued();
    this.passing = false;
    await this.inspector.post('Debugger.setSkipAllPauses', { skip: false }).catch(() => {});
  }
}
