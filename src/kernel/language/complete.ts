import ts from 'typescript';
import type { LanguageSession } from './session.js';

export interface Completion {
  /** Where the text to replace begins and ends, in UTF-16 units. */
  start: number;
  end: number;
  matches: { text: string; type: string; signature?: string }[];
}

/** Names that only the kernel uses. */
const hidden = (name: string): boolean => name.startsWith('__');

const KINDS: Record<string, string> = {
  'local function': 'function',
  'local var': 'variable',
  'local class': 'class',
  var: 'variable',
  let: 'variable',
  const: 'const',
  'const enum': 'enum',
  alias: 'module',
  'external module name': 'module',
  'primitive type': 'type',
  getter: 'property',
  setter: 'property',
};

function wordStart(code: string, at: number): number {
  let start = at;
  while (start > 0 && /[\p{ID_Continue}$]/u.test(code[start - 1]!)) start -= 1;
  return start;
}

const byUse = (a: ts.CompletionEntry, b: ts.CompletionEntry): number =>
  a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : a.name.localeCompare(b.name);

/** @param at cursor, in UTF-16 units */
export function complete(session: LanguageSession, code: string, at: number): Completion {
  return session.ask(code, (service, file, offset) => {
    const info = service.getCompletionsAtPosition(file, offset + at, { includeCompletionsForModuleExports: false });
    const span = info?.optionalReplacementSpan ?? info?.entries[0]?.replacementSpan;
    // Inside quotes TypeScript says what to replace; the cursor always ends it.
    const start = span && span.start >= offset && span.start <= offset + at ? span.start - offset : wordStart(code, at);
    const typed = code.slice(start, at).toLowerCase();
    const entries = (info?.entries ?? []).filter((e) => !hidden(e.name) && e.name.toLowerCase().startsWith(typed)).sort(byUse);
    return { start, end: at, matches: entries.map((e) => ({ text: e.name, type: KINDS[e.kind] ?? e.kind })) };
  });
}
