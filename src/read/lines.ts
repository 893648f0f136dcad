import { InputError } from '../base/index.js';
import { decodeText } from './source.js';

/** One line of a tab-separated file. */
export interface Line {
  readonly fields: readonly string[];
  /** `file:line`, for errors. */
  at(): string;
}

/**
 * The lines of a tab-separated file without quoting; empty lines at the end are left out.
 * @param path what errors call the file
 * @param columns names of the columns in order; a name ending in `?` may be missing
 * @throws {InputError} with `file:line` for a line with too few, too many or empty fields
 */
export function* tabLines(bytes: Uint8Array, path: string, columns: readonly string[]): Generator<Line> {
  const needed = columns.filter((c) => !c.endsWith('?')).length;
  const lines = decodeText(bytes, path).trimEnd().split(/\r?\n/);
  if (lines.length === 1 && lines[0] === '') return;
  for (const [i, text] of lines.entries()) {
    const fields = text.split('\t');
    const at = () => `${path}:${i + 1}`;
    if (fields.length < needed || fields.length > columns.length || fields.includes(''))
      throw new InputError(
        `malformed line "${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`,
        at(),
        `Expected, between tabs: ${columns.join(', ')}`,
      );
    yield { fields, at };
  }
}

/** A whole number ≥ 0 as it stands in a file. @throws {InputError} with `file:line` */
export function wholeNumber(text: string, what: string, line: Line): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InputError(`${what} "${text}" is not a whole number`, line.at(), 'Ids are whole numbers from 0');
  return value;
}

/** The lines of a file as they are; empty ones at the end are left out. */
export function* allLines(bytes: Uint8Array, path: string): Generator<{ readonly text: string; at(): string }> {
  const lines = decodeText(bytes, path)
    .replace(/[\r\n]+$/, '')
    .split(/\r?\n/);
  if (lines.length === 1 && lines[0] === '') return;
  for (const [i, text] of lines.entries()) yield { text, at: () => `${path}:${i + 1}` };
}
