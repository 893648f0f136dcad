import { InputError, textOf } from '../../base/index.js';
import type { Cell, HeaderTest, Table } from './rows.js';
import { checkText, withoutBom } from './text.js';

const shape = 'Expected rows: {"id": …, "label": …}, or lists of as many cells each';

/** How many rows are looked at to learn the columns. */
const LOOK = 1000;

/** A JSON file that holds one list of rows. @throws {InputError} when it is another kind of JSON, or none */
export function jsonTable(bytes: Uint8Array, path: string, isHeader: HeaderTest): Table {
  checkText(bytes, path);
  const list = parsed(textOf(withoutBom(bytes), path), path);
  if (!Array.isArray(list)) throw new InputError('is not a list', path, shape);
  return tableOf(path, isHeader, function* () {
    for (const [i, row] of list.entries()) yield [row, () => `${path}, row ${i + 1}`] as const;
  });
}

/** JSON Lines: a row a line. @throws {InputError} when it is no text */
export function jsonLinesTable(bytes: Uint8Array, path: string, isHeader: HeaderTest): Table {
  checkText(bytes, path);
  const text = withoutBom(bytes);
  return tableOf(path, isHeader, function* () {
    let [line, start] = [0, 0];
    while (start < text.length) {
      const end = text.indexOf(10, start);
      const own = Buffer.from(text.buffer, text.byteOffset + start, (end < 0 ? text.length : end) - start).toString();
      line++;
      const at = () => `${path}:${line}`;
      if (own.trim() !== '') yield [parsed(own, at()), at] as const;
      start = end < 0 ? text.length : end + 1;
    }
  });
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`is not JSON (${(cause as Error).message})`, where, shape, { cause });
  }
}

type Rows = () => Generator<readonly [row: unknown, at: () => string]>;

function tableOf(path: string, isHeader: HeaderTest, rows: Rows): Table {
  const names = new Map<string, number>();
  let width = 0;
  let count = 0;
  let header: string[] | undefined;
  for (const [row, at] of rows()) {
    if (count === 0 && isTexts(row) && isHeader(row)) header = row;
    const { length } = cellsOf(row, names, at);
    width ||= length;
    if (++count === LOOK) break;
  }
  if (count === 0) throw new InputError('is empty', path, 'Give at least one row');
  return {
    path,
    columns: header ?? (names.size > 0 ? [...names.keys()] : undefined),
    width: Math.max(width, names.size),
    notes: [],
    each(each) {
      let known = header ?? [...names.keys()];
      let skip = header !== undefined;
      for (const [row, at] of rows()) {
        if (skip) {
          skip = false;
          continue;
        }
        const cells = cellsOf(row, names, at);
        if (Array.isArray(row) ? cells.length !== width || names.size > 0 : width !== 0 && names.size === 0)
          throw new InputError('is unlike the rows before', at(), shape);
        if (names.size > known.length) known = [...names.keys()];
        each(cells, at, known);
      }
    },
  };
}

const isTexts = (row: unknown): row is string[] => Array.isArray(row) && row.every((cell) => typeof cell === 'string');

/** The cells of a row in the order of `names`, which grows by those that are new. */
function cellsOf(row: unknown, names: Map<string, number>, at: () => string): Cell[] {
  if (Array.isArray(row)) return row.map((value) => cell(value, at));
  if (row === null || typeof row !== 'object') throw new InputError('is no row', at(), shape);
  const cells: Cell[] = new Array(names.size).fill(undefined);
  for (const [name, value] of Object.entries(row)) {
    if (!names.has(name)) names.set(name, names.size);
    cells[names.get(name)!] = cell(value, at);
  }
  return cells;
}

/** A value as text. @throws {InputError} for a whole number of more digits than JSON numbers keep, or lists in lists without end */
export function cell(value: unknown, at: () => string): Cell {
  try {
    return cellOf(value, at);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new InputError('is nested too deeply', at(), 'Give a value, or a list of values', { cause });
  }
}

function cellOf(value: unknown, at: () => string): Cell {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) return value.flatMap((v) => cellOf(v, at) ?? []);
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new InputError(`the number ${value} has lost digits`, at(), 'Write ids and other long numbers as "text"');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
