import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { MessagePort } from 'node:worker_threads';

import ts = require('typescript');

import type { Answer } from './transpile-client.js';

/**
 * The JavaScript of a TypeScript source, with its source map inline. Types are dropped, not checked.
 * @throws SyntaxError with file, line and column
 */
export function transpileFile(file: string): string {
  const text = readFileSync(file, 'utf8');
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      sourceMap: true,
      esModuleInterop: true,
      jsx: ts.JsxEmit.React,
    },
  });
  const wrong = diagnostics?.find((d) => d.category === ts.DiagnosticCategory.Error);
  if (wrong) {
    const { line, character } = ts.getLineAndCharacterOfPosition(wrong.file!, wrong.start ?? 0);
    throw new SyntaxError(
      `${file}:${line + 1}:${character + 1}: ${ts.flattenDiagnosticMessageText(wrong.messageText, '\n')}`,
    );
  }
  const map = {
    ...JSON.parse(sourceMapText!),
    sources: [pathToFileURL(file).href],
    sourceRoot: '',
    sourcesContent: [text],
  };
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  return `${outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '')}\n//# sourceMappingURL=data:application/json;base64,${inline}`;
}

/** Answers the module loader's questions on a port. */
export function serveTranspiler(port: MessagePort): void {
  port.on('message', ({ id, file }: { id: number; file: string }) => {
    let answer: Answer;
    try {
      answer = { id, code: transpileFile(file) };
    } catch (error) {
      answer = { id, error: (error as Error).message };
    }
    port.postMessage(answer);
  });
}
