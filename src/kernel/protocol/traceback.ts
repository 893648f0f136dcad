import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CellDiagnostic } from '../language/diagnose.js';
import type { RawError } from '../messages.js';
import { cut } from '../text.js';
import { blue, red } from './text.js';

/** The protocol's error content. */
export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

export interface TracebackOptions {
  cwd: string;
  /** Paths below it are shown relative to it. */
  root: string;
  /** The text of a cell by its label (`In[4]`). */
  cell: (label: string) => string | undefined;
}

interface Place {
  file: string;
  line: number;
  column: number;
}

const FRAME = /^\s*at (?:(.*?) \()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*?|[^\s()]+):(\d+):(\d+)\)?$/;
/** The kernel's own files as they run; source maps lead their frames to `src` as well. */
const HOME = fileURLToPath(new URL('..', import.meta.url));
/** Frames of Node's insides and of the kernel itself tell the reader nothing. */
const INSIDE = /node:|[\\/](?:dist|src)[\\/]kernel[\\/](?:user[\\/]|loader[\\/]|main\.)|__cell_\d+\.ts:1:/;

function place(frame: string, { cwd }: TracebackOptions): (Place & { name: string }) | undefined {
  const match = FRAME.exec(frame);
  if (!match) return undefined;
  const path = match[2]!.startsWith('file://') ? fileURLToPath(match[2]!) : match[2]!;
  const cell = /In\[[^\]]*\]$/.exec(path)?.[0];
  const known =
    cell ?? (path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path.replace(/\?v=\d+$/, '') : `${cwd}/${path}`);
  const name = (match[1] ?? '').replace(/(^|\s)(module\.exports|__cell|Object\.<anonymous>)$/, '$1').trim();
  return { file: known, line: Number(match[3]), column: Number(match[4]), name: name === 'async' ? '' : name };
}

function shown(file: string, root: string): string {
  if (file.startsWith('In[')) return file;
  const path = relative(root, file);
  return path.startsWith('..') ? file : path;
}

/** The lines around a place, with a mark under the column. */
export function codeFrame(text: string, line: number, column: number, length = 1): string[] {
  const lines = text.split('\n');
  const first = Math.max(1, line - 2);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const out: string[] = [];
  for (let n = first; n <= last; n++) {
    const source = cut(lines[n - 1]!, 400);
    const number = String(n).padStart(width);
    out.push(n === line ? `${red('>')} ${number} | ${source}` : `  ${number} | ${source}`);
    if (n === line)
      out.push(
        `  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}${red('^'.repeat(Math.max(1, length)))}`,
      );
  }
  return out;
}

function sourceText(file: string, options: TracebackOptions): string | undefined {
  if (file.startsWith('In[')) return options.cell(file);
  if (!/\.[cm]?[jt]sx?$/.test(file)) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** JavaScript's own errors, and Node's (`Error [ERR_…]`). */
const BUILT_IN = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error\b/;

/** Name and message, without the frames. */
const heading = (error: RawError): string => `${red(error.name)}${error.message ? `: ${error.message}` : ''}`;

function one(error: RawError, options: TracebackOptions): string[] {
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((l) => /^\s+at /.test(l) && !INSIDE.test(l) && !l.includes(HOME));
  const places = frames.map((f) => ({ frame: f, place: place(f, options) }));
  const lines = places.map(({ frame, place: at }) => {
    if (!at) return frame;
    const where = blue(`${shown(at.file, options.root)}:${at.line}:${at.column}`);
    return at.name ? `    at ${at.name} (${where})` : `    at ${where}`;
  });
  // Frames are drawn for the reader's own code: the cell, and the first place outside the installed packages. Only the cell
  // for an error of a class of its own: that was thrown on purpose, and says what to do at the call.
  const cell = places.find((p) => p.place?.file.startsWith('In['))?.place;
  const own = places.find((p) => p.place && !p.place.file.includes('node_modules'))?.place;
  const drawn = cell && !BUILT_IN.test(error.name) ? [cell] : [...new Set([cell, own])];
  const code = drawn.flatMap((at) => {
    const text = at && sourceText(at.file, options);
    return text ? codeFrame(text, at.line, at.column) : [];
  });
  return [heading(error), ...code, ...lines];
}

/** The traceback of a run-time error: message, code, frames of cells and sources, then its causes. */
export function errorContent(error: RawError, options: TracebackOptions): ErrorContent {
  const traceback = one(error, options);
  let cause = error.cause;
  for (let depth = 0; cause && depth < 5; depth += 1, cause = cause.cause)
    traceback.push('', `caused by ${one(cause, options).join('\n')}`);
  for (const part of (error.errors ?? []).slice(0, 5))
    traceback.push('', `one of them: ${one(part, options).join('\n')}`);
  return { ename: error.name, evalue: error.message, traceback };
}

/** "Cannot find name", with or without a guess, of a value, a namespace or a shorthand property. */
const MISSING = new Set([2304, 2552, 2503, 18004]);
const MISSING_HINT = 'No cell that has run defines it: run the cells above first, or import it.';

/** The traceback of a cell that does not compile: position, message and code of each error. */
export function diagnosticContent(diagnostics: readonly CellDiagnostic[], label: string, code: string): ErrorContent {
  const syntax = diagnostics[0]!.code < 2000;
  const missing = diagnostics.filter((d) => MISSING.has(d.code));
  // Where names are missing, what else is wrong with the cell mostly comes of that.
  const shown = (missing.length > 0 ? missing : diagnostics).slice(0, 10);
  const traceback = shown.flatMap((d) => [
    `${blue(`${label}:${d.line}:${d.column}`)} ${red(`TS${d.code}`)}: ${d.message}`,
    ...codeFrame(code, d.line, d.column, d.length),
    '',
  ]);
  const rest = diagnostics.length - shown.length;
  if (rest > 0) traceback.push(`… and ${rest} more error${rest === 1 ? '' : 's'}`);
  if (missing.length > 0) traceback.push(MISSING_HINT);
  const { code: number, message } = shown[0]!;
  const evalue = `TS${number}: ${message}${missing.length > 0 ? ` ${MISSING_HINT}` : ''}`;
  return { ename: syntax ? 'SyntaxError' : 'TypeScriptError', evalue, traceback };
}
