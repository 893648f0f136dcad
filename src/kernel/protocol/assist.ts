import { complete } from '../language/complete.js';
import { inspect } from '../language/inspect.js';
import type { LanguageSession } from '../language/session.js';
import { toCharacters, toUnits } from './text.js';

type Content = Record<string, unknown>;

function cursor({ code, cursor_pos: at }: Content): { code: string; at: number } {
  if (typeof code !== 'string') throw new TypeError('"code" is not a text');
  return { code, at: Number.isInteger(at) ? toUnits(code, at as number) : code.length };
}

/** Completes code for a client. */
export function completeReply(language: LanguageSession, content: Content): object {
  const { code, at } = cursor(content);
  const { start, end, matches } = complete(language, code, at);
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
  const found = inspect(language, code, at);
  return {
    status: 'ok',
    found: found !== undefined,
    data: found === undefined ? {} : { 'text/plain': found },
    metadata: {},
  };
}
