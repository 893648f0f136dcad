import { extname } from 'node:path';
import { InputError } from '../../base/index.js';
import { inTime } from '../time-limit.js';
import { csvTable } from './csv.js';
import { jsonLinesTable, jsonTable } from './json.js';
import { parquetTable } from './parquet.js';
import type { HeaderTest, Table } from './rows.js';

const kinds: Readonly<Record<string, (bytes: Uint8Array, path: string, isHeader: HeaderTest) => Table>> = {
  '.csv': csvTable,
  '.tsv': csvTable,
  '.tab': csvTable,
  '.txt': csvTable,
  '.json': jsonTable,
  '.jsonl': jsonLinesTable,
  '.ndjson': jsonLinesTable,
  '.parquet': parquetTable,
};

/** Endings of files that {@link openTable} opens. */
export const tableEndings = Object.keys(kinds);

/** Whether a file is one of {@link tableEndings}. */
export const isTable = (name: string): boolean => tableEndings.includes(extname(name).toLowerCase());

/**
 * Opens a table by its ending; a file with another one or none is read as text, between tabs, commas or semicolons.
 * @throws {InputError} for a file that is empty or of another kind
 */
export function openTable(bytes: Uint8Array, path: string, isHeader: HeaderTest): Table {
  if (bytes.length === 0) throw new InputError('is empty', path, 'Give at least one row');
  const table = inTime(path, bytes.length, () =>
    (kinds[extname(path).toLowerCase()] ?? csvTable)(bytes, path, isHeader),
  );
  return { ...table, each: (row) => inTime(path, bytes.length, () => table.each(row)) };
}
