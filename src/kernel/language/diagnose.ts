import ts = require('typescript');

import type { Name, ScopeName } from './scope.js';

/** An error found before anything ran; `line` and `column` count from 1, within the cell. */
export interface CellDiagnostic {
  code: number;
  message: string;
  line: number;
  column: number;
  length: number;
}

/** Top-level `await` and `for await`: the cell runs inside an async function. */
const ALLOWED = new Set([1378, 1309, 1432, 1375, 1431]);

/** A cell's text with the earlier names before it (on one line) and its exports after it. */
export interface LoadedCell {
  file: string;
  source: string;
  /** Where the cell's own text begins. */
  start: number;
  own: Name[];
  visible: ScopeName[];
  code: string;
}

/** The errors of a cell; those of the text around it are nobody's. Syntax errors hide the others. */
export function diagnose(program: ts.Program, { file, start, code }: LoadedCell): CellDiagnostic[] {
  const source = program.getSourceFile(file)!;
  const syntactic = program.getSyntacticDiagnostics(source);
  // Of the program, not of the service, which also says what of the types cannot be written down: that is no fault of a cell.
  const found: readonly ts.Diagnostic[] = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(source);
  const lines = code.split('\n');
  return found
    .filter((d) => d.category === ts.DiagnosticCategory.Error && !ALLOWED.has(d.code) && (d.start ?? start) >= start)
    .filter((d) => syntactic.length > 0 || d.start! <= start + code.length)
    .map((d) => {
      const at = Math.min(d.start!, start + code.trimEnd().length);
      const { line, character } = source.getLineAndCharacterOfPosition(at);
      const rest = (lines[line - 1] ?? '').length - character;
      return {
        code: d.code,
        message: ts.flattenDiagnosticMessageText(d.messageText, '\n'),
        line,
        column: character + 1,
        length: Math.max(1, Math.min(d.length ?? 1, rest)),
      };
    });
}
