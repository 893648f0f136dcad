import { cut } from '../text.js';

interface Entry {
  line: number;
  input: string;
  output: string | null;
}

/** Cells kept for history requests, and characters of all of them together. */
const LIMIT = 5000;
const CHARACTERS = 20_000_000;

/** Characters of a cell, and of a pattern, that a search looks at. */
const SEARCHED = { cell: 100_000, pattern: 500 };
/** Longest that a search takes, newest cells first: the thread answers everything else as well. */
const SEARCH_MS = 200;

/** Where a piece of a pattern, in which `?` is any character, is found first from `at` on; -1 when nowhere. */
function find(text: string, piece: string, at: number): number {
  if (!piece.includes('?')) return text.indexOf(piece, at);
  for (let from = at; from + piece.length <= text.length; from++) if (startsWith(text, piece, from)) return from;
  return -1;
}

function startsWith(text: string, piece: string, at: number): boolean {
  if (at < 0 || at + piece.length > text.length) return false;
  for (let i = 0; i < piece.length; i++) if (piece[i] !== '?' && piece[i] !== text[at + i]) return false;
  return true;
}

/** `*` and `?` as in a shell, for the whole text: what lies between the stars is looked for from the left, once. */
export function globMatches(glob: string, text: string): boolean {
  const pieces = cut(glob, SEARCHED.pattern).split('*');
  const first = pieces.shift()!;
  if (pieces.length === 0) return first.length === text.length && startsWith(text, first, 0);
  const last = pieces.pop()!;
  if (!startsWith(text, first, 0)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = find(text, piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && startsWith(text, last, text.length - last.length);
}

const whole = (value: unknown, otherwise: number): number => (Number.isInteger(value) ? (value as number) : otherwise);

/** The session's cells, for clients that ask; nothing is kept on disk. */
export class History {
  private readonly entries: Entry[] = [];
  private characters = 0;

  add(line: number, input: string): void {
    this.entries.push({ line, input, output: null });
    this.characters += input.length;
    while (this.entries.length > LIMIT || (this.characters > CHARACTERS && this.entries.length > 1))
      this.characters -= this.entries.shift()!.input.length;
  }

  setOutput(line: number, output: string): void {
    const last = this.entries.at(-1);
    if (last?.line === line) last.output = cut(output, 2000);
  }

  private search(pattern: string): Entry[] {
    const until = performance.now() + SEARCH_MS;
    const found: Entry[] = [];
    for (const entry of [...this.entries].reverse()) {
      if (performance.now() > until) break;
      if (globMatches(pattern, cut(entry.input, SEARCHED.cell))) found.unshift(entry);
    }
    return found;
  }

  /** Answers a history_request: `[session, line, input]`, or `[…, [input, output]]` when outputs are asked for. */
  answer(request: Record<string, unknown>): unknown[] {
    const { hist_access_type: kind, output, pattern, unique } = request;
    const n = whole(request.n, this.entries.length);
    let found: Entry[];
    if (kind === 'range') {
      const [start, stop] = [whole(request.start, 1), whole(request.stop, Number.MAX_SAFE_INTEGER)];
      found = [0, 1].includes(whole(request.session, 0))
        ? this.entries.filter((e) => e.line >= start && e.line < stop)
        : [];
    } else if (kind === 'search') {
      found = this.search(typeof pattern === 'string' ? pattern : '*');
      if (unique) found = [...new Map(found.map((e) => [e.input, e])).values()];
      found = n > 0 ? found.slice(-n) : [];
    } else found = n > 0 ? this.entries.slice(-n) : [];
    return found.map((e) => [1, e.line, output ? [e.input, e.output] : e.input]);
  }
}
