import ts = require('typescript');

import { LOOKED_INTO } from './text.js';

export type Completeness = { status: 'complete' | 'invalid' | 'unknown' } | { status: 'incomplete'; indent: string };

/** Messages of the parser for text that only wants to go on, when they come at its end. */
const UNFINISHED = new Set([
  1005, // '…' expected
  1010, // '*/' expected
  1109, // expression expected
  1110, // type expected
  1003, // identifier expected
  1126, // unexpected end of text
  1160, // unterminated template literal
  1472, // 'catch' or 'finally' expected
]);

const UNTERMINATED = new Set([1010, 1160]);

/** Brackets still open at the end, for the indentation of the next line. */
function depth(code: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, code);
  let open = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if ([ts.SyntaxKind.OpenBraceToken, ts.SyntaxKind.OpenParenToken, ts.SyntaxKind.OpenBracketToken].includes(token))
      open += 1;
    if ([ts.SyntaxKind.CloseBraceToken, ts.SyntaxKind.CloseParenToken, ts.SyntaxKind.CloseBracketToken].includes(token))
      open -= 1;
  }
  return Math.max(0, open);
}

/**
 * Whether a console should run the code or ask for another line. `unknown`: a `%command`, which is not TypeScript, and code that is very long or nested very deep.
 */
export function isComplete(code: string): Completeness {
  try {
    return parsed(code);
  } catch (error) {
    if (error instanceof RangeError) return { status: 'unknown' };
    throw error;
  }
}

function parsed(code: string): Completeness {
  if (/^\s*%/.test(code) || code.length > LOOKED_INTO) return { status: 'unknown' };
  const source = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest) as ts.SourceFile & {
    parseDiagnostics: ts.Diagnostic[];
  };
  const end = code.trimEnd().length;
  const errors = source.parseDiagnostics;
  if (errors.length === 0) return { status: 'complete' };
  // What is missing is missing at the end; an unterminated text may be reported where it begins.
  const unfinished = (d: ts.Diagnostic): boolean =>
    UNFINISHED.has(d.code) &&
    ((d.start ?? 0) >= end || ((d.start ?? 0) + (d.length ?? 0) >= end && UNTERMINATED.has(d.code)));
  if (!errors.every(unfinished)) return { status: 'invalid' };
  return { status: 'incomplete', indent: '  '.repeat(depth(code)) };
}
