import { type Completion, complete } from '../language/complete.js';
import { inspect } from '../language/inspect.js';
import type { LanguageSession } from '../language/session.js';
import { LOOKED_INTO } from '../language/text.js';
import { completeCommand } from './commands.js';
import { toCharacters, toUnits } from './text.js';

type Content = Record<string, unknown>;

function cursor({ code, cursor_pos: at }: Content): { code: string; at: number } {
  if (typeof code !== 'string') throw new TypeError('"code" is not a text');
  return { code, at: Number.isInteger(at) ? toUnits(code, at as number) : code.length };
}

const TOO_LONG = `A cell of more than ${LOOKED_INTO.toLocaleString('en')} characters, or nested so deep, is not looked into.`;

/** What TypeScript answers, unless the code is so long, or nested so deep, that it takes too much. */
function bounded<T>(code: string, ask: () => T, otherwise: T): T {
  if (code.length > LOOKED_INTO) return otherwise;
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** Completes code for a client. */
export function completeReply(language: LanguageSession, content: Content): object {
  const { code, at } = cursor(content);
  const { start, end, matches } =
    completeCommand(code, at) ??
    bounded(code, () => complete(language, code, at), { start: at, end: at, matches: [] as Completion['matches'] });
  const [from, to] = [toCharacters(code, start), toCharacters(code, end)];
  const types = matches.map((m) => ({ text: m.text, type: m.type, start: from, end: to }));
  return {
    status: 'ok',
    matches: matches.map((m) => m.text),
    cursor_start: from,
    cursor_end: to,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** Tells a client about the thing under the cursor. */
export function inspectReply(language: LanguageSession, content: Content): object {
  const { code, at } = cursor(content);
  const found = bounded(code, () => inspect(language, code, at), TOO_LONG);
  return {
    status: 'ok',
    found: found !== undefined,
    data: found === undefined ? {} : { 'text/plain': found },
    metadata: {},
  };
}
