import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeVlq } from '../language/vlq.js';

/** A place in a text: line and column from 0. */
export interface Place {
  line: number;
  column: number;
}

/** A piece of JavaScript, and the source that it was made of. */
interface Segment extends Place {
  source: number;
  sourceLine: number;
  sourceColumn: number;
}

interface RawMap {
  sources: string[];
  sourceRoot?: string;
  sourcesContent?: (string | null)[];
  mappings: string;
}

/** One script's source map, read in both directions. */
export class ScriptMap {
  /** Absolute paths, or what a cell is called (`In[4]`). */
  readonly sources: readonly string[];
  readonly contents: readonly (string | null)[];
  private decoded: Segment[][] | undefined;

  constructor(
    private readonly raw: RawMap,
    url: string,
  ) {
    this.sources = raw.sources.map((source) => absolute(source, raw.sourceRoot ?? '', url));
    this.contents = raw.sourcesContent ?? [];
  }

  /** By line of the JavaScript, in the order of their columns; of most scripts nobody asks. */
  private get lines(): Segment[][] {
    this.decoded ??= decode(this.raw.mappings);
    return this.decoded;
  }

  /** Where the JavaScript at a place comes from; undefined for what the compiler has put in, on lines of its own. */
  original({ line, column }: Place): (Place & { source: number }) | undefined {
    const found = this.lines[line]?.findLast((s) => s.column <= column);
    return found && { source: found.source, line: found.sourceLine, column: found.sourceColumn };
  }

  /** Where in the JavaScript a line of a source begins, or the first one after it of which anything was made. */
  generated(source: number, line: number): Place | undefined {
    let best: Segment | undefined;
    for (const segments of this.lines)
      for (const s of segments)
        if (s.source === source && s.sourceLine >= line && s.sourceLine < (best?.sourceLine ?? Infinity)) best = s;
    return best;
  }
}

function absolute(source: string, sourceRoot: string, url: string): string {
  // Cells have a label for a source, which is no path.
  if (/^In\[/.test(source)) return source;
  try {
    const found = new URL(sourceRoot ? `${sourceRoot.replace(/\/?$/, '/')}${source}` : source, url);
    return found.protocol === 'file:' ? fileURLToPath(found) : source;
  } catch {
    return source;
  }
}

function decode(mappings: string): Segment[][] {
  let [source, sourceLine, sourceColumn] = [0, 0, 0];
  return mappings.split(';').map((text, line) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const part of text.split(',')) {
      const [step, ...rest] = decodeVlq(part);
      column += step ?? 0;
      if (rest.length < 3) continue;
      source += rest[0]!;
      sourceLine += rest[1]!;
      sourceColumn += rest[2]!;
      segments.push({ line, column, source, sourceLine, sourceColumn });
    }
    return segments;
  });
}

/** The map that a script names, inline or in a file beside it; undefined where there is none that can be read. */
export function readMap(sourceMapUrl: string | undefined, scriptUrl: string): ScriptMap | undefined {
  if (!sourceMapUrl) return undefined;
  try {
    const inline = /^data:[^,]*;base64,(.*)$/s.exec(sourceMapUrl)?.[1];
    const text = inline
      ? Buffer.from(inline, 'base64').toString('utf8')
      : readFileSync(fileURLToPath(new URL(sourceMapUrl, scriptUrl)), 'utf8');
    return new ScriptMap(JSON.parse(text), scriptUrl);
  } catch {
    return undefined;
  }
}
