import { CsvError, type Options, parse } from 'csv-parse/sync';
import { InputError } from '../../base/index.js';
import type { Cell, HeaderTest, Table } from './rows.js';
import { checkText, withoutBom } from './text.js';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const SHARP = 35;

/**
 * Text between tabs, commas or semicolons: whichever the first line has most of. A first line that `isHeader` knows
 * names the columns. Quoted fields may hold line ends; between tabs, where some files use quotes as letters, they are
 * letters unless the whole file can be read with them.
 * @throws {InputError} when it is not UTF-8, or has no row
 */
export function csvTable(given: Uint8Array, path: string, isHeader: HeaderTest): Table {
  checkText(given, path);
  const text = belowComments(withoutBom(given), path, isHeader);
  const { bytes } = text;
  const delimiter = delimiterOf(bytes);
  const quoted = hasQuotes(bytes, delimiter) && (delimiter !== '\t' || readsQuoted(text));
  const options: Options = {
    delimiter,
    quote: quoted ? '"' : null,
    skip_empty_lines: true,
    relax_column_count: false,
    max_record_size: MAX_RECORD,
  };
  const each = quoted || hasBareReturns(bytes) ? eachRecord : eachLine;
  const [first] = records(text, { ...options, to: 1 }) as (readonly string[] | undefined)[];
  if (!first) throw new InputError('is empty', path, 'Give at least one row');
  const columns = isHeader(first) ? first.map((name) => name.trim()) : undefined;
  const asText = hasQuotes(bytes, delimiter) && !quoted;
  return {
    path,
    columns,
    width: first.length,
    notes: asText ? [`${path}: quotes do not pair, and are read as letters`] : [],
    each: (row) => each(text, { ...options, from: columns ? 2 : 1 }, columns ?? [], row),
  };
}

/** Bytes a record may have: an unclosed quote would otherwise take all that follows. */
const MAX_RECORD = 1 << 24;

/** What is left of a file below its comments. */
interface Text {
  readonly bytes: Uint8Array;
  readonly path: string;
  /** Lines above it. */
  readonly above: number;
}

/** Leaves out lines from `#` at the head (SSSOM has them), where names of columns follow. */
function belowComments(bytes: Uint8Array, path: string, isHeader: HeaderTest): Text {
  let [start, above] = [0, 0];
  while (bytes[start] === SHARP) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) break;
    [start, above] = [end + 1, above + 1];
  }
  const below = bytes.subarray(start);
  const end = below.indexOf(NEWLINE);
  const first = Buffer.from(below.subarray(0, end < 0 ? below.length : end)).toString();
  const named = above > 0 && isHeader(first.trimEnd().split(delimiterOf(below)));
  return named ? { bytes: below, path, above } : { bytes, path, above: 0 };
}

type Each = (
  text: Text,
  options: Options,
  names: readonly string[],
  row: (cells: readonly Cell[], at: () => string, names: readonly string[]) => void,
) => void;

/** Where no field begins with a quote, lines cut at the delimiter are the same records, in a fraction of csv-parse's time. */
const eachLine: Each = ({ bytes, path, above }, options, names, row) => {
  const delimiter = options.delimiter as string;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [line, start, width, skip] = [0, 0, 0, options.from === 2];
  const at = () => `${path}:${above + line}`;
  while (start < text.length) {
    const end = text.indexOf(NEWLINE, start);
    const stop = end < 0 ? text.length : end;
    const own = text.toString('utf8', start, stop > start && text[stop - 1] === RETURN ? stop - 1 : stop);
    start = stop + 1;
    line++;
    if (own === '') continue;
    const fields: (string | undefined)[] = own.split(delimiter);
    width ||= fields.length;
    if (fields.length !== width) throw unequal(fields.length, at());
    if (skip) skip = false;
    else {
      for (let c = 0; c < width; c++) if (fields[c] === '') fields[c] = undefined;
      row(fields, at, names);
    }
  }
};

const eachRecord: Each = (text, options, names, row) => {
  let line = 0;
  const at = () => `${text.path}:${text.above + line}`;
  records(text, {
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
};

/** Whether lines end in carriage returns alone, as they did on old machines. */
function hasBareReturns(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(RETURN); at >= 0; at = bytes.indexOf(RETURN, at + 1))
    if (bytes[at + 1] !== NEWLINE) return true;
  return false;
}

function records({ bytes, path, above }: Text, options: Options): unknown[] {
  try {
    return parse(bytes as Buffer, options) as unknown[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw csvFault(cause, path, above);
  }
}

function csvFault(cause: CsvError, path: string, above: number): InputError {
  const line = (cause as CsvError & { lines?: number }).lines;
  const where = `${path}:${above + (line ?? 1)}`;
  if (/FIELDS_LENGTH|COLUMNS_LENGTH|INCONSISTENT/.test(cause.code)) {
    const { record } = cause as CsvError & { record?: unknown[] };
    return unequal(record?.length, where, cause);
  }
  const what = cause.code === 'CSV_MAX_RECORD_SIZE' ? 'a record does not end' : cause.message;
  return new InputError(what, where, 'Close quotes, and write a quote within quotes twice ("")', { cause });
}

const unequal = (count: number | undefined, where: string, cause?: unknown) =>
  new InputError(
    `has ${count ?? 'another number of'} columns, unlike the lines before`,
    where,
    'Every line has the same columns; put fields that hold the separator between quotes',
    { cause },
  );

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
    if (before === code || before === NEWLINE || before === RETURN) return true;
  }
  return false;
}

function readsQuoted(text: Text): boolean {
  try {
    records(text, { delimiter: '\t', quote: '"', skip_empty_lines: true, on_record: () => null });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
