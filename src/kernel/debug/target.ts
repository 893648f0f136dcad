import { basename } from 'node:path';
import { Breakpoints } from './breakpoints.js';
import { Evaluation, type EvaluationFrame } from './evaluate.js';
import { frameOf } from './frames.js';
import { Inspector } from './inspector.js';
import { type CompiledText, type ParsedScript, Scripts } from './scripts.js';
import { Stops } from './stops.js';
import { type Variable, Variables } from './variables.js';

export interface TargetOptions {
  /** URL of the folder of the kernel's own code, which no step enters. */
  own: string;
  /** The text of a cell by its label (`In[4]`). */
  textOf(label: string): string | undefined;
  stopped(reason: string, text: string | undefined): void;
  continued(): void;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The main thread under the debugger, from `initialize` to `disconnect`. */
export class Target {
  readonly inspector = new Inspector();
  readonly scripts: Scripts;
  readonly breakpoints: Breakpoints;
  readonly variables = new Variables(this.inspector);
  readonly evaluation = new Evaluation(this.inspector);
  readonly stops: Stops;
  private readonly applying = new Map<string, Promise<void>>();

  constructor(private readonly options: TargetOptions) {
    this.scripts = new Scripts(options.own, options.textOf);
    this.breakpoints = new Breakpoints(this.inspector, this.scripts);
    this.stops = new Stops(this.inspector, this.scripts, {
      stopped: options.stopped,
      continued: () => {
        this.variables.forget();
        options.continued();
      },
      loading: async (scriptId) => this.applying.get(scriptId),
    });
    this.inspector.on('Debugger.scriptParsed', (script: ParsedScript) => this.parsed(script));
  }

  private parsed(parsed: ParsedScript): void {
    const script = this.scripts.add(parsed);
    if (!script) return;
    const applied = this.breakpoints.apply(script).catch(() => {});
    this.applying.set(parsed.scriptId, applied);
    void applied.then(() => this.applying.delete(parsed.scriptId));
  }

  async start(): Promise<void> {
    const { inspector, options } = this;
    await inspector.post('Debugger.enable');
    await inspector.post('Debugger.setBlackboxPatterns', { patterns: ['^node:', `^${escaped(options.own)}`] });
    // A module's breakpoints must be there before its first line runs. (V8 says nothing of CommonJS here; cells are told of.)
    await inspector.post('Debugger.setInstrumentationBreakpoint', {
      instrumentation: 'beforeScriptWithSourceMapExecution',
    });
  }

  /** A compiled cell is about to run. */
  async before(cell: CompiledText): Promise<void> {
    this.stops.run += 1;
    await this.breakpoints.apply(this.scripts.cell(cell));
  }

  /** Whether errors stop the program. */
  async exceptions(filters: readonly string[]): Promise<void> {
    const state = filters.includes('all') ? 'all' : 'none';
    await this.inspector.post('Debugger.setPauseOnExceptions', { state });
  }

  /** @throws Error when there is no such source */
  source(path: string): object {
    const content = this.scripts.text(path);
    if (content === undefined) throw new Error(`there is no source ${path}`);
    return { content, mimeType: /\.[mc]?tsx?$/.test(path) ? 'application/typescript' : 'text/javascript' };
  }

  modules(): object {
    const modules = this.scripts.files().map((path, id) => ({ id, name: basename(path), path }));
    return { modules, totalModules: modules.length };
  }

  /** The session's names. */
  async names(): Promise<Variable[]> {
    return this.variables.scope([await this.evaluation.names()]);
  }

  /** The frame that a client means, as an evaluation needs it; undefined while the program runs. */
  private frame(id = 0): EvaluationFrame | undefined {
    if (!this.stops.current) return undefined;
    const { callFrameId, location } = frameOf(this.stops.current, id);
    return { callFrameId, imported: this.scripts.imported(location.scriptId) };
  }

  async shown(name: string, frameId: number | undefined): Promise<object> {
    return { data: await this.evaluation.shown(name, this.frame(frameId)), metadata: {} };
  }

  async evaluate(expression: string, frameId: number | undefined): Promise<object> {
    const remote = await this.evaluation.value(expression, this.frame(frameId));
    const { value, variablesReference } = this.variables.variable('', remote);
    return { result: value, variablesReference };
  }

  /** Lets go: V8 forgets its breakpoints, and a program that stands goes on. */
  end(): void {
    this.inspector.close();
  }
}
