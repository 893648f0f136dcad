import { frameOf, scopes, stackTrace } from './frames.js';
import type { DapEvent, DapRequest, DapResponse } from './messages.js';
import { CELL_PATHS, type CompiledText, cellPath } from './scripts.js';
import { Target } from './target.js';

/** The one thread that a client knows of: the cells'. */
const THREAD = 1;

/** What this adapter can do, for `initialize`. */
const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsModulesRequest: true,
  supportsTerminateDebuggee: false,
  // To V8 none is uncaught: the kernel catches what a cell throws.
  exceptionBreakpointFilters: [{ filter: 'all', label: 'All Exceptions', default: false }],
};

export interface DebuggerParts {
  publish(event: DapEvent): void;
  /** URL of the folder of the kernel's own code. */
  own: string;
  textOf(label: string): string | undefined;
}

/**
 * A debug adapter for cells and what they import: the Debug Adapter Protocol, with Jupyter's additions, over V8's inspector. It lives in the
 * worker, so it answers while the main thread stands at a breakpoint. Where nobody debugs, nothing of it is at work.
 */
export class Debugger {
  private target: Target | undefined;
  private seq = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: DebuggerParts) {}

  get active(): boolean {
    return this.target !== undefined;
  }

  /** Answers one request after the other; never rejects. */
  handle(request: DapRequest): Promise<DapResponse> {
    const answer = this.last.then(() => this.answer(request));
    this.last = answer;
    return answer;
  }

  /** Breakpoints are set in a compiled cell before it runs. */
  async before(cell: CompiledText): Promise<void> {
    await this.target?.before(cell).catch(() => {});
  }

  /** An interrupt is to end the running cell: it must not stand, nor stop on its way. */
  async pass(interrupt: Promise<unknown>): Promise<void> {
    if (this.target) await this.target.stops.pass(interrupt);
    else await interrupt;
  }

  private event(event: string, body: object): void {
    this.seq += 1;
    this.parts.publish({ type: 'event', seq: this.seq, event, body });
  }

  private async answer({ seq: request_seq, command, arguments: given }: DapRequest): Promise<DapResponse> {
    const respond = (success: boolean, body: object, message?: string): DapResponse => {
      this.seq += 1;
      const response = { type: 'response', seq: this.seq, request_seq, command, success, body } as const;
      return message === undefined ? response : { ...response, message };
    };
    try {
      const work = this.commands[command];
      if (!work) return respond(false, {}, `this debugger has no request "${command}"`);
      return respond(true, ((await work(given ?? {})) as object | undefined) ?? {});
    } catch (error) {
      return respond(false, EMPTY[command] ?? {}, (error as Error).message);
    }
  }

  private get started(): Target {
    if (!this.target) throw new Error('the debugger has not been started: "initialize" comes first');
    return this.target;
  }

  private async initialize(): Promise<object> {
    if (!this.target) {
      const target = new Target({
        own: this.parts.own,
        textOf: this.parts.textOf,
        stopped: (reason, text) => this.stopped(reason, text),
        continued: () => this.event('continued', { threadId: THREAD, allThreadsContinued: true }),
      });
      await target.start().catch((error) => {
        target.end();
        throw error;
      });
      this.target = target;
    }
    this.event('initialized', {});
    return CAPABILITIES;
  }

  private stopped(reason: string, text: string | undefined): void {
    const more = text === undefined ? {} : { text, description: text };
    this.event('stopped', { reason, threadId: THREAD, allThreadsStopped: true, preserveFocusHint: false, ...more });
  }

  private disconnect(): void {
    if (this.target) this.event('terminated', {});
    this.end();
  }

  /** Lets go of the main thread. */
  end(): void {
    this.target?.end();
    this.target = undefined;
  }

  private debugInfo(): object {
    const { target } = this;
    return {
      isStarted: target !== undefined,
      ...CELL_PATHS,
      breakpoints: target?.breakpoints.all() ?? [],
      stoppedThreads: target?.stops.current ? [THREAD] : [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: false,
    };
  }

  // biome-ignore lint/suspicious/noExplicitAny: JSON from the client
  private readonly commands: Record<string, (a: any) => unknown> = {
    debugInfo: () => this.debugInfo(),
    initialize: () => this.initialize(),
    attach: () => ({}),
    configurationDone: () => ({}),
    disconnect: () => this.disconnect(),
    threads: () => ({ threads: [{ id: THREAD, name: 'cells' }] }),
    dumpCell: ({ code }) => ({ sourcePath: this.target?.scripts.dump(code) ?? cellPath(code) }),
    setBreakpoints: async ({ source, breakpoints = [] }) => ({
      breakpoints: await this.started.breakpoints.set(source.path, breakpoints),
    }),
    setExceptionBreakpoints: ({ filters = [] }) => this.started.exceptions(filters),
    stackTrace: (a) => stackTrace(this.started.stops.stopped(), a),
    scopes: ({ frameId }) => {
      const { stops, variables, evaluation } = this.started;
      return scopes(frameOf(stops.stopped(), frameId), variables, evaluation);
    },
    variables: async ({ variablesReference, start, count }) => ({
      variables: await this.started.variables.of(variablesReference, { start, count }),
    }),
    source: ({ source }) => this.started.source(source.path),
    modules: () => this.started.modules(),
    inspectVariables: async () => ({ variables: await this.started.names() }),
    richInspectVariables: ({ variableName, frameId }) => this.started.shown(variableName, frameId),
    evaluate: ({ expression, frameId }) => this.started.evaluate(expression, frameId),
    continue: async () => {
      await this.started.stops.go();
      return { allThreadsContinued: true };
    },
    next: () => this.started.stops.go('stepOver'),
    stepIn: () => this.started.stops.go('stepInto'),
    stepOut: () => this.started.stops.go('stepOut'),
    pause: () => this.started.stops.pause(),
  };
}

/** Bodies that JupyterLab reads without looking whether there was success. */
const EMPTY: Record<string, object> = {
  inspectVariables: { variables: [] },
  variables: { variables: [] },
  scopes: { scopes: [] },
  stackTrace: { stackFrames: [] },
  setBreakpoints: { breakpoints: [] },
  modules: { modules: [] },
  richInspectVariables: { data: {}, metadata: {} },
  dumpCell: { sourcePath: '' },
};
