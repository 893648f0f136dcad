import type { Inspector } from './inspector.js';
import { stoppableLines } from './lines.js';
import type { Script, Scripts } from './scripts.js';

export interface Breakpoint {
  verified: boolean;
  line: number;
  source: { path: string };
  message?: string;
}

interface Wanted {
  line: number;
  condition?: string;
}

/** Breakpoints by the source they stand in, and what V8 knows of them. */
export class Breakpoints {
  private readonly wanted = new Map<string, Wanted[]>();
  /** V8's ids by path. */
  private readonly ids = new Map<string, string[]>();

  constructor(
    private readonly inspector: Inspector,
    private readonly scripts: Scripts,
  ) {}

  /** Replaces all breakpoints of one source; lines count from 1. */
  async set(path: string, asked: readonly Wanted[]): Promise<Breakpoint[]> {
    for (const breakpointId of this.ids.get(path) ?? [])
      await this.inspector.post('Debugger.removeBreakpoint', { breakpointId });
    this.ids.delete(path);
    const text = this.scripts.text(path);
    const lines = text === undefined ? asked.map(() => undefined) : stoppableLines(text, asked.map((b) => b.line)); // biome-ignore format: one line
    const found = asked.flatMap((b, i) => (lines[i] === undefined ? [] : [{ ...b, line: lines[i] }]));
    this.wanted.set(path, found);
    for (const script of this.scripts.with(path)) await this.apply(script, path);
    const message = text === undefined ? `there is no source ${path}` : 'there is no code on this line or after it';
    return asked.map(({ line }, i) => ({
      verified: lines[i] !== undefined,
      line: lines[i] ?? line,
      source: { path },
      ...(lines[i] === undefined ? { message } : {}),
    }));
  }

  /** Tells V8 of the breakpoints in a script, before it runs or when it was loaded. */
  async apply(script: Script, only?: string): Promise<void> {
    for (const [source, path] of script.paths.entries()) {
      if (only !== undefined && path !== only) continue;
      for (const { line, condition } of this.wanted.get(path) ?? []) {
        const place = script.map ? script.map.generated(source, line - 1) : { line: line - 1, column: 0 };
        if (place) await this.tell(path, script.url, place, condition);
      }
    }
  }

  private async tell(
    path: string,
    url: string,
    { line, column }: { line: number; column: number },
    condition = '',
  ): Promise<void> {
    const where = { url, lineNumber: line, columnNumber: column, condition };
    // V8 refuses what it has already.
    const set = await this.inspector.post('Debugger.setBreakpointByUrl', where).catch(() => undefined);
    if (set) this.ids.set(path, [...(this.ids.get(path) ?? []), set.breakpointId]);
  }

  /** For `debugInfo`. */
  all(): { source: string; breakpoints: { line: number }[] }[] {
    return [...this.wanted]
      .filter(([, lines]) => lines.length > 0)
      .map(([source, lines]) => ({ source, breakpoints: lines.map(({ line }) => ({ line })) }));
  }
}
