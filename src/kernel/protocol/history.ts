import { cut } from '../text.js';

interface Entry {
  line: number;
  input: string;
  output: string | null;
}

/** Cells kept for history requests. */
const LIMIT = 5000;

/** `*` and `?` as in a shell, for the whole text. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]');
  return new RegExp(`^${source}$`);
}

const whole = (value: unknown, otherwise: number): number => (Number.isInteger(value) ? (value as number) : otherwise);

/** The session's cells, for clients that ask; nothing is kept on disk. */
export class History {
  private readonly entries: Entry[] = [];

  add(line: number, input: string): void {
    this.entries.push({ line, input, output: null });
    if (this.entries.length > LIMIT) this.entries.shift();
  }

  setOutput(line: number, output: string): void {
    const last = this.entries.at(-1);
    if (last?.line === line) last.output = cut(output, 2000);
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
      const matches = globPattern(typeof pattern === 'string' ? pattern : '*');
      found = this.entries.filter((e) => matches.test(e.input));
      if (unique) found = [...new Map(found.map((e) => [e.input, e])).values()];
      found = n > 0 ? found.slice(-n) : [];
    } else found = n > 0 ? this.entries.slice(-n) : [];
    return found.map((e) => [1, e.line, output ? [e.input, e.output] : e.input]);
  }
}
