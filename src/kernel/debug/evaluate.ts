import ts = require('typescript');

import { DEBUG } from '../messages.js';
import type { Remote } from './describe.js';
import type { Inspector } from './inspector.js';

const HELP = `globalThis[Symbol.for(${JSON.stringify(DEBUG)})]`;

/** A frame to evaluate in, and the JavaScript by which its cell reaches what it imports. */
export interface EvaluationFrame {
  callFrameId: string;
  imported: ReadonlyMap<string, string>;
}

interface Answer {
  result: Remote;
  exceptionDetails?: { exception?: Remote; text: string };
}

/** Evaluates in the main thread: in a frame of it while it stands still, else between whatever it does. */
export class Evaluation {
  constructor(private readonly inspector: Inspector) {}

  private async ask(expression: string, callFrameId: string | undefined, more: object = {}): Promise<Remote> {
    const common = { expression, silent: true, generatePreview: true, ...more };
    const answer: Answer = callFrameId
      ? await this.inspector.post('Debugger.evaluateOnCallFrame', { ...common, callFrameId })
      : await this.inspector.post('Runtime.evaluate', common);
    const { result, exceptionDetails } = answer;
    if (exceptionDetails)
      throw new Error((exceptionDetails.exception?.description ?? exceptionDetails.text).split('\n', 1)[0]);
    return result;
  }

  /** An object of the session's names. */
  names(): Promise<Remote> {
    return this.ask(`${HELP}.names()`, undefined);
  }

  /** The value of a TypeScript expression; names of earlier cells are known in every frame. */
  value(expression: string, frame: EvaluationFrame | undefined): Promise<Remote> {
    return this.withNames(frame, () => this.ask(javascript(expression), frame?.callFrameId));
  }

  /** What a cell would show of the name: a MIME bundle's data. */
  async shown(name: string, frame: EvaluationFrame | undefined): Promise<object> {
    const how = frame ? 'show' : 'showLater';
    const json = await this.withNames(frame, () =>
      this.ask(`${HELP}.${how}(${name})`, frame?.callFrameId, frame ? {} : { awaitPromise: true }),
    );
    return JSON.parse(String(json.value));
  }

  private async withNames<T>(frame: EvaluationFrame | undefined, work: () => Promise<T>): Promise<T> {
    const imported = [...(frame?.imported ?? [])].map(([name, js]) => `${JSON.stringify(name)}: () => ${js}`);
    await this.ask(`${HELP}.lend({ ${imported.join(', ')} })`, frame?.callFrameId);
    try {
      return await work();
    } finally {
      await this.ask(`${HELP}.takeBack()`, frame?.callFrameId).catch(() => {});
    }
  }
}

/** The expression without its types. */
function javascript(expression: string): string {
  // Else it would be a block.
  const whole = /^\s*\{.*\}\s*$/s.test(expression) ? `(${expression})` : expression;
  const { outputText } = ts.transpileModule(whole, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText;
}
