import { isUtf8 } from 'node:buffer';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import { InputError } from '../../base/index.js';
import type { Cell, HeaderTest, Table } from './rows.js';

const TAB = 9;
const NEWLINE = 10;
const QUOTE = 34;

/**
 * Text between tabs, commas or semicolons: whichever the first line has most of. A first line that `isHeader` knows
 * names the columns. Quoted fields may hold line ends; between tabs, where some files use quotes as letters, they are
 * letters unless the whole file can be read with them.
 * @throws {InputError} when it is not UTF-8, or has no row
 */
export function csvTable(given: Uint8Array, path: string, isHeader: HeaderTest): Table {
  checkText(given, path);
  const bytes = withoutBom(given);
  const delimiter = delimiterOf(bytes);
  const quoted = hasQuotes(bytes, delimiter) && (delimiter !== '\t' || readsQuoted(bytes, path));
  const options: Options = {
    delimiter,
    quote: quoted ? '"' : null,
    skip_empty_lines: true,
    relax_column_count: false,
    max_record_size: MAX_RECORD,
  };
  const [first] = records(bytes, path, { ...options, to: 1 }) as [string[] | undefined];
  if (!first) throw new InputError('is empty', path, 'Give at least one row');
  const columns = isHeader(first) ? first.map((name) => name.trim()) : undefined;
  const asText = hasQuotes(bytes, delimiter) && !quoted;
  return {
    path,
    columns,
    width: first.length,
    notes: asText ? [`${path}: quotes do not pair, and are read as letters`] : [],
    each: (row) => eachRecord(bytes, path, { ...options, from: columns ? 2 : 1 }, columns ?? [], row),
  };
}

/** Bytes a record may have: an unclosed quote would otherwise take all that follows. */
const MAX_RECORD = 1 << 24;

function eachRecord(
  bytes: Uint8Array,
  path: string,
  options: Options,
  names: readonly string[],
  row: (cells: readonly Cell[], at: () => string, names: readonly string[]) => void,
): void {
  let line = 0;
  const at = () => `${path}:${line}`;
  records(bytes, path, {
    ...options,
    on_record: (record: string[], context) => {
      line = context.lines;
      row(
        record.map((text) => (text === '' ? undefined : text)),
        at,
        names,
      );
      return null;
    },
  });
}

function records(bytes: Uint8Array, path: string, options: Options): unknown[] {
  try {
    return parse(bytes as Buffer, options) as unknown[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw csvFault(cause, path);
  }
}

function csvFault(cause: CsvError, path: string): InputError {
  const line = (cause as CsvError & { lines?: number }).lines;
  const where = `${path}:${line ?? 1}`;
  if (/FIELDS_LENGTH|COLUMNS_LENGTH|INCONSISTENT/.test(cause.code)) {
    const { record } = cause as CsvError & { record?: unknown[] };
    return new InputError(
      `has ${record?.length ?? 'another number of'} columns, unlike the lines before`,
      where,
      'Every line has the same columns; put fields that hold the separator between quotes',
      { cause },
    );
  }
  const what = cause.code === 'CSV_MAX_RECORD_SIZE' ? 'a record does not end' : cause.message;
  return new InputError(what, where, 'Close quotes, and write a quote within quotes twice ("")', { cause });
}

/** @throws {InputError} when the bytes are no text in UTF-8 */
export function checkText(bytes: Uint8Array, path: string): void {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const nul = bytes.subarray(0, 4096).includes(0);
  if (!utf16 && !nul && isUtf8(bytes)) return;
  const where = utf16 || nul ? path : `${path}:${lineOfFault(bytes)}`;
  throw new InputError(
    `is not UTF-8 text${utf16 || nul ? ' (UTF-16?)' : ''}`,
    where,
    'Convert the file to UTF-8 (iconv -t utf-8)',
  );
}

/** The line in which the first byte stands that is not UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  let [line, start] = [1, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== NEWLINE) continue;
    if (!isUtf8(bytes.subarray(start, at))) return line;
    [line, start] = [line + 1, at + 1];
  }
  return line;
}

/** Text without the mark that some programs put first. */
export const withoutBom = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function delimiterOf(bytes: Uint8Array): string {
  const counts = new Map([
    [TAB, 0],
    [44, 0],
    [59, 0],
  ]);
  let inside = false;
  for (const byte of bytes) {
    if (byte === QUOTE) inside = !inside;
    if (inside) continue;
    if (byte === NEWLINE) break;
    if (counts.has(byte)) counts.set(byte, counts.get(byte)! + 1);
  }
  // Tabs are rare in text: one of them weighs more than any number of commas.
  if (counts.get(TAB)! > 0) return '\t';
  return counts.get(59)! > counts.get(44)! ? ';' : counts.get(44)! > 0 ? ',' : '\t';
}

/** Whether any field begins with a quote. */
function hasQuotes(bytes: Uint8Array, delimiter: string): boolean {
  const code = delimiter.charCodeAt(0);
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    const before = at === 0 ? NEWLINE : bytes[at - 1];
    if (before === code || before === NEWLINE || before === 13) return true;
  }
  return false;
}

function readsQuoted(bytes: Uint8Array, path: string): boolean {
  try {
    records(bytes, path, { delimiter: '\t', quote: '"', skip_empty_lines: true, on_record: () => null });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
