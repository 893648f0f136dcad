import ts = require('typescript');

import type { LanguageSession } from './session.js';
import { wordStart } from './text.js';

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

const byUse = (a: ts.CompletionEntry, b: ts.CompletionEntry): number =>
  a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : a.name.localeCompare(b.name);

/** Entries that begin as typed; where none does, upper and lower case are taken for the same. */
function startingWith(typed: string, all: readonly ts.CompletionEntry[]): ts.CompletionEntry[] {
  const shown = all.filter((e) => !hidden(e.name));
  const exact = shown.filter((e) => e.name.startsWith(typed));
  return exact.length > 0 ? exact : shown.filter((e) => e.name.toLowerCase().startsWith(typed.toLowerCase()));
}

const FLAGS: [ts.SymbolFlags, string][] = [
  [ts.SymbolFlags.Function, 'function'],
  [ts.SymbolFlags.Class, 'class'],
  [ts.SymbolFlags.Enum, 'enum'],
  [ts.SymbolFlags.Variable, 'const'],
  [ts.SymbolFlags.Interface, 'interface'],
  [ts.SymbolFlags.TypeAlias, 'type'],
];

/** What an imported name is: earlier cells' names are imports, too. */
function aliasKind(service: ts.LanguageService, file: string, at: number, name: string): string {
  const symbol = service.getCompletionEntrySymbol(file, at, name, undefined);
  if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return 'module';
  const { flags } = service.getProgram()!.getTypeChecker().getAliasedSymbol(symbol);
  return FLAGS.find(([flag]) => flags & flag)?.[1] ?? 'module';
}

/** Aliases that are looked up one by one. */
const LOOKED_UP = 60;

/** @param at cursor, in UTF-16 units */
export function complete(session: LanguageSession, code: string, at: number): Completion {
  return session.ask(code, (service, file, offset) => {
    const info = service.getCompletionsAtPosition(file, offset + at, { includeCompletionsForModuleExports: false });
    const span = info?.optionalReplacementSpan ?? info?.entries[0]?.replacementSpan;
    // Inside quotes TypeScript says what to replace; the cursor always ends it.
    const start = span && span.start >= offset && span.start <= offset + at ? span.start - offset : wordStart(code, at);
    const entries = startingWith(code.slice(start, at), info?.entries ?? []).sort(byUse);
    const few = entries.filter((e) => e.kind === 'alias').length <= LOOKED_UP;
    const kind = (e: ts.CompletionEntry): string =>
      e.kind === 'alias' && few ? aliasKind(service, file, offset + at, e.name) : (KINDS[e.kind] ?? e.kind);
    return { start, end: at, matches: entries.map((e) => ({ text: e.name, type: kind(e) })) };
  });
}
