import { randomUUID } from 'node:crypto';
import type { CompiledText } from '../debug/scripts.js';
import { inspect } from '../language/inspect.js';
import type { LanguageSession } from '../language/session.js';
import type { Bundle } from '../messages.js';
import { askedAbout, help, readCommands } from './commands.js';
import { NOTHING_YET, textBundle } from './displays.js';
import { compilerFailure, refused } from './failure.js';
import type { History } from './history.js';
import type { Done, MainThread } from './main-thread.js';
import { Npm } from './npm.js';
import type { Output } from './output.js';
import { Reactive } from './reactive.js';
import { type ErrorContent, errorContent, type TracebackOptions } from './traceback.js';
import type { Message } from './wire.js';

/** What the executor needs of the kernel around it. */
export interface Around {
  language: LanguageSession;
  main: MainThread;
  output: Output;
  history: History;
  cwd: string;
  root: string;
  /** Undefined where nobody debugs. */
  debug(): { before(cell: CompiledText): Promise<void> } | undefined;
  /** Shows a bundle under this id, or in its place. */
  display(update: boolean, id: string, bundle: Bundle, request: Message): void;
  publish(type: string, content: object | string, request: Message): void;
}

type Outcome = { status: 'ok'; result?: Bundle } | ({ status: 'error' } & ErrorContent);

/** What is to be compiled and run. */
interface Asked {
  code: string;
  label: string;
  request: Message;
  silent: boolean;
  /** An expression that leaves nothing behind. */
  passing?: boolean;
  names: readonly string[];
  /** The cell is to run again when a name that it uses is changed. */
  reactive?: { key: string; display: string } | undefined;
  /** Reactive cells run when their names have changed. */
  follow: boolean;
}

/** Cells whose text is kept, to draw code in tracebacks. */
const TEXTS = 200;

/** Carries out execute requests. */
export class Executor {
  count = 0;
  private readonly reactive = new Reactive();
  private readonly texts = new Map<string, string>();

  private readonly installer: Npm;
  private stopped = false;

  constructor(private readonly around: Around) {
    this.installer = new Npm(around.cwd);
  }

  private get places(): TracebackOptions {
    const { cwd, root } = this.around;
    return { cwd, root, cell: (label) => this.text(label) };
  }

  private keepText(label: string, code: string): void {
    this.texts.delete(label);
    this.texts.set(label, code);
    if (this.texts.size > TEXTS) this.texts.delete(this.texts.keys().next().value!);
  }

  /** Runs one request and answers with the reply's content. */
  async execute(request: Message): Promise<{ status: string } & Record<string, unknown>> {
    const { code: text, silent: quiet, store_history: store = !quiet, user_expressions: expressions } = request.content;
    const code = String(text ?? '');
    const silent = quiet === true;
    this.stopped = false;
    if (store && !silent) {
      this.count += 1;
      this.around.history.add(this.count, code);
    }
    if (!silent) this.around.publish('execute_input', { code, execution_count: this.count }, request);
    const outcome = await this.cell(code, silent ? 'In[silent]' : `In[${this.count}]`, request, silent);
    this.around.output.finish(request.header.msg_id);
    const execution_count = this.count;
    if (outcome.status === 'error') {
      const { status, ...error } = outcome;
      if (!silent) this.around.publish('error', error, request);
      return { status, execution_count, ...error, user_expressions: {}, payload: [] };
    }
    if (outcome.result && !silent) {
      const { data, metadata, text } = outcome.result;
      const content = `{"execution_count":${execution_count},"data":${data},"metadata":${metadata}}`;
      this.around.publish('execute_result', content, request);
      this.around.history.setOutput(this.count, text);
    }
    return {
      status: 'ok',
      execution_count,
      user_expressions: await this.expressions(expressions, request),
      payload: [],
    };
  }

  private async cell(text: string, label: string, request: Message, silent: boolean): Promise<Outcome> {
    const { code, names, npm, error } = readCommands(text);
    this.keepText(label, text);
    const key = this.reactiveKey(request, code);
    if (error) return { status: 'error', ename: 'UsageError', evalue: error, traceback: [error] };
    if (names.includes('help')) this.around.output.write(request.header.msg_id, 'stdout', `${help()}\n`);
    if (names.includes('reset')) {
      this.around.language.reset();
      this.reactive.clear();
    }
    for (const words of npm) {
      const failed = await this.npm(words, request);
      if (failed) return failed;
    }
    if (!code.trim() && names.length === 0) return { status: 'ok' };
    const about = askedAbout(code);
    if (about) return this.tell(about, request);
    const reactive = names.includes('reactive') ? { key, display: randomUUID() } : undefined;
    return this.compileAndRun({ code, label, request, silent, names, reactive, follow: true });
  }

  /** What a reactive cell is known by. A cell that runs again, or is gone from the notebook, is no longer what it was. */
  private reactiveKey(request: Message, code: string): string {
    const { cellId, deletedCells } = request.metadata;
    const key = typeof cellId === 'string' ? cellId : code;
    this.reactive.drop([key, ...(Array.isArray(deletedCells) ? deletedCells.map(String) : [])]);
    return key;
  }

  /** The text of one of the last cells, by its label (`In[4]`). */
  text(label: string): string | undefined {
    return this.texts.get(label);
  }

  /** Stops what the executor itself does for the running cell: npm, the reactive cells that follow. */
  stop(): void {
    this.stopped = true;
    this.installer.stop();
  }

  private async npm(words: readonly string[], request: Message): Promise<Outcome | undefined> {
    const id = request.header.msg_id;
    const fault = await this.installer.install(words, (text) => this.around.output.write(id, 'stdout', text));
    this.around.language.packagesChanged();
    if (this.stopped)
      return { status: 'error', ename: 'KeyboardInterrupt', evalue: 'npm was stopped', traceback: ['npm was stopped'] };
    return fault ? { status: 'error', ename: 'NpmError', evalue: fault, traceback: [fault] } : undefined;
  }

  /** `x?`: what inspection knows, as text. */
  private tell(name: string, request: Message): Outcome {
    const told = inspect(this.around.language, name, name.length);
    const text = told && told !== 'any' ? told : `Nothing is known of ${name}.`;
    this.around.output.write(request.header.msg_id, 'stdout', `${text}\n`);
    return { status: 'ok' };
  }

  private async compileAndRun(o: Asked): Promise<Outcome> {
    const { language, main } = this.around;
    let compiled: ReturnType<LanguageSession['compile']>;
    try {
      compiled = language.compile(o.code, o.label, o.passing);
    } catch (error) {
      return { status: 'error', ...compilerFailure(error as Error) };
    }
    if ('diagnostics' in compiled) return { status: 'error', ...refused(compiled.diagnostics, o) };
    const touched = o.reactive || (o.follow && !this.reactive.empty) ? compiled.touched() : undefined;
    const circle = o.reactive && this.reactive.add({ ...touched!, ...o.reactive, code: o.code, label: o.label });
    if (circle) {
      compiled.unset([...touched!.changes]);
      return { status: 'error', ename: 'ReactiveError', evalue: circle, traceback: [circle] };
    }
    if (o.reactive) this.around.display(false, o.reactive.display, NOTHING_YET, o.request);
    if (!o.passing) await this.around.debug()?.before(compiled);
    const running = main.run({
      parent: o.request.header.msg_id,
      js: compiled.js,
      file: compiled.file,
      silent: o.silent,
      allowStdin: o.request.content.allow_stdin !== false,
      reset: o.names.includes('reset'),
      reload: o.names.includes('reload'),
    });
    language.finish();
    const done = await running;
    compiled.unset(done.loaded ? done.unset : [...done.unset, ...compiled.imports]);
    if (o.reactive && !done.error) this.around.display(true, o.reactive.display, done.result ?? NOTHING_YET, o.request);
    if (o.follow && touched && !done.error) await this.follow(touched.changes, o.request);
    return this.outcome(o.reactive && !done.error ? { ...done, result: undefined } : done);
  }

  /** Runs the reactive cells that depend on what has changed; each shows its new result in its own place. */
  private async follow(changes: Iterable<string>, request: Message): Promise<void> {
    await this.reactive.follow(changes, async ({ code, label, display }) => {
      if (this.stopped) return false;
      const outcome = await this.compileAndRun({ code, label, request, silent: false, names: [], follow: false });
      const bundle =
        outcome.status === 'ok' ? (outcome.result ?? NOTHING_YET) : textBundle(outcome.traceback.join('\n'));
      this.around.display(true, display, bundle, request);
      return outcome.status === 'ok';
    });
  }

  private outcome({ error, interrupted, result }: Omit<Done, 'result'> & { result?: Bundle | undefined }): Outcome {
    if (!error) return { status: 'ok', ...(result ? { result } : {}) };
    // A library that stopped at the abort signal throws its own error: the reader asked for an interrupt.
    const named = interrupted
      ? {
          ...error,
          name: 'KeyboardInterrupt',
          message: error.name === 'KeyboardInterrupt' ? error.message : 'the cell was interrupted',
        }
      : error;
    return { status: 'error', ...errorContent(named, this.places) };
  }

  /** Each user expression by itself: its value as a bundle, or its error. */
  private async expressions(wanted: unknown, request: Message): Promise<Record<string, object>> {
    const out: Record<string, object> = {};
    if (typeof wanted !== 'object' || wanted === null) return out;
    for (const [name, expression] of Object.entries(wanted)) {
      const outcome = await this.compileAndRun({
        code: String(expression),
        label: `In[${name}]`,
        request,
        silent: false,
        passing: true,
        follow: false,
        names: [],
      });
      out[name] =
        outcome.status === 'ok'
          ? { status: 'ok', data: JSON.parse(outcome.result?.data ?? '{"text/plain":"undefined"}'), metadata: {} }
          : outcome;
    }
    return out;
  }
}
