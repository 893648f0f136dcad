import type { CellDiagnostic } from '../language/diagnose.js';
import { shellHint } from './commands.js';
import { diagnosticContent, type ErrorContent } from './traceback.js';

/** What is told of a cell that does not compile. */
export function refused(
  diagnostics: readonly CellDiagnostic[],
  { label, code }: { label: string; code: string },
): ErrorContent {
  const content = diagnosticContent(diagnostics, label, code);
  const hint = shellHint(code, diagnostics[0]!.message);
  if (!hint) return content;
  return { ...content, evalue: `${content.evalue} ${hint}`, traceback: [...content.traceback, hint] };
}

/** What is told of a request that cannot be answered. */
export const wrong = (evalue: string): { status: string } & Record<string, unknown> => ({
  status: 'error',
  ename: 'RequestError',
  evalue,
  traceback: [evalue],
});

/** What is told of a cell on which the compiler itself fails. */
export function compilerFailure(error: Error): ErrorContent {
  if (error instanceof RangeError) {
    const evalue = 'The cell has an expression nested too deep for TypeScript: split it over several statements.';
    return { ename: 'CompilerError', evalue, traceback: [evalue] };
  }
  const evalue = `TypeScript itself failed on this cell: ${error.message}`;
  return { ename: 'CompilerError', evalue, traceback: (error.stack ?? String(error)).split('\n') };
}
