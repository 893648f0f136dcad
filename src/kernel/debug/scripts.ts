import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { murmur2 } from './murmur.js';
import { type Place, readMap, type ScriptMap } from './source-map.js';

/**
 * How a client finds the path that stands for a cell's text: it takes the hash itself. JupyterLab (4.6) writes "Cell [2]" for such a path
 * only if "ipykernel_" is in it.
 */
export const CELL_PATHS = {
  hashMethod: 'Murmur2',
  hashSeed: 0xc70f6907,
  tmpFilePrefix: join(tmpdir(), `typescript-ipykernel_${process.pid}`) + sep,
  tmpFileSuffix: '.ts',
} as const;

/** The path that stands for a cell's text. No file lies there. */
export const cellPath = (text: string): string =>
  `${CELL_PATHS.tmpFilePrefix}${murmur2(text, CELL_PATHS.hashSeed)}${CELL_PATHS.tmpFileSuffix}`;

/** What V8 tells of a script. */
export interface ParsedScript {
  scriptId: string;
  url: string;
  sourceMapURL?: string;
}

/** A cell as it is compiled, with the JavaScript by which it reaches what it imports. */
export interface CompiledText {
  js: string;
  file: string;
  imported: ReadonlyMap<string, string>;
}

/** A script of the user's: a cell, or a module that a cell has imported. */
export interface Script {
  url: string;
  map: ScriptMap | undefined;
  /** What the debugger's client knows its sources by: paths. */
  paths: readonly string[];
  names: readonly string[];
}

/** A place in a source of the user's. */
export interface SourcePlace extends Place {
  path: string;
  name: string;
}

const CELL = /\/__cell_\d+\.ts$/;
const isLabel = (source: string): boolean => source.startsWith('In[');
const tail = (js: string): string => /\/\/# sourceMappingURL=(\S+)\s*$/.exec(js)?.[1] ?? '';

/** The scripts that V8 has, and the sources that they were made of. */
export class Scripts {
  private readonly byId = new Map<string, Script>();
  /** Texts of cells by their path, also of cells that have not run yet. */
  private readonly cells = new Map<string, string>();
  private readonly lines = new Map<string, number>();
  /** How a cell reaches the names that it imports, by its URL. */
  private readonly imports = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    /** Where the kernel's own code lies, as a URL: of no interest to who debugs a cell. */
    private readonly own: string,
    private readonly textOf: (label: string) => string | undefined,
  ) {}

  /** Takes a script in; undefined for Node's and the kernel's own. */
  add({ scriptId, url, sourceMapURL }: ParsedScript): Script | undefined {
    if (!url.startsWith('file:') || url.startsWith(this.own)) return undefined;
    const script = this.script(url, sourceMapURL);
    this.byId.set(scriptId, script);
    return script;
  }

  /** A compiled cell that V8 has not seen yet. */
  cell({ js, file, imported }: CompiledText): Script {
    const script = this.script(pathToFileURL(file).href, tail(js));
    this.imports.set(script.url, imported);
    return script;
  }

  /** JavaScript by which a script reaches the names that it imports. */
  imported(scriptId: string): ReadonlyMap<string, string> {
    return this.imports.get(this.byId.get(scriptId)?.url ?? '') ?? new Map();
  }

  /** Keeps a cell's text, which may run later. */
  dump(text: string): string {
    const path = cellPath(text);
    this.cells.set(path, text);
    this.lines.set(path, text.split('\n').length);
    return path;
  }

  private script(url: string, sourceMapUrl: string | undefined): Script {
    // Thousands of library files have maps to sources that were not shipped.
    const map = url.includes('/node_modules/') ? undefined : readMap(sourceMapUrl, url);
    const file = fileURLToPath(url.replace(/\?v=\d+$/, ''));
    if (!map) return { url, map, paths: [file], names: [basename(file)] };
    const paths = map.sources.map((source, i) => this.pathOf(source, map.contents[i]));
    const names = map.sources.map((source) => (CELL.test(url) ? source : basename(source)));
    if (paths.every((p) => this.cells.has(p) || existsSync(p))) return { url, map, paths, names };
    return { url, map: undefined, paths: [file], names: [basename(file)] };
  }

  private pathOf(source: string, content: string | null | undefined): string {
    return isLabel(source) ? this.dump(this.textOf(source) ?? content ?? '') : source;
  }

  /** Where in a source a place in a script is; undefined for code that is nobody's. */
  place(at: { scriptId: string; lineNumber: number; columnNumber?: number }): SourcePlace | undefined {
    const script = this.byId.get(at.scriptId);
    if (!script) return undefined;
    const { map, paths, names } = script;
    const js = { line: at.lineNumber, column: at.columnNumber ?? 0 };
    if (!map) return { ...js, path: paths[0]!, name: names[0]! };
    const found = map.original(js);
    // The end of the function that a cell becomes is not in its text.
    if (!found || found.line >= (this.lines.get(paths[found.source]!) ?? Infinity)) return undefined;
    return { ...found, path: paths[found.source]!, name: names[found.source]! };
  }

  with(path: string): Script[] {
    return [...this.byId.values()].filter((script) => script.paths.includes(path));
  }

  /** The text at a path: a cell's, or a file's. */
  text(path: string): string | undefined {
    return this.cells.get(path) ?? (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  }

  /** All sources that are files. */
  files(): string[] {
    const paths = [...this.byId.values()].flatMap(({ paths: own }) => own);
    return [...new Set(paths)].filter((path) => !this.cells.has(path)).sort();
  }
}
