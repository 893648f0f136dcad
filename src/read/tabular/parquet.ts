import { type FileMetaData, parquetMetadata, parquetSchema } from 'hyparquet';
import { parquetPlan } from 'hyparquet/src/plan.js';
import { getSchemaPath } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../base/index.js';
import { cell } from './json.js';
import { boundedCompressors, readFlatColumn } from './parquet-pages.js';
import { exactColumn, exactParsers } from './parquet-values.js';
import type { Cell, HeaderTest, Table } from './rows.js';

const remedy = 'Write it again, e.g. with pandas: frame.to_parquet(file)';
/** Rows that so many bytes may hold: ids differ, and take some bits each however they are packed. */
const mostRows = (bytes: number) => 1_000_000 + 100 * bytes;

/**
 * A Parquet file's columns that hold one value a row; nested ones are left out, and said.
 * hyparquet's own verbs are asynchronous for the sake of files far away; these are the parts that they are made of.
 * @throws {InputError} for a file that is damaged or of another kind
 */
export function parquetTable(bytes: Uint8Array, path: string, _: HeaderTest): Table {
  const buffer = new Uint8Array(bytes).buffer;
  const metadata = guarded(path, () => parquetMetadata(buffer));
  const all = guarded(path, () => parquetSchema(metadata).children);
  if (all.some(({ element }) => typeof element.name !== 'string'))
    throw new InputError('is damaged: a column has no name', path, remedy);
  const flat = all.filter(({ children, element }) => children.length === 0 && element.repetition_type !== 'REPEATED');
  const columns = flat.map(({ element }) => element.name);
  if (columns.length === 0) throw new InputError('has no column with one value a row', path, remedy);
  const nested = all.map(({ element }) => element.name).filter((name) => !columns.includes(name));
  return {
    path,
    columns,
    width: columns.length,
    notes: nested.length > 0 ? [`${path}: columns with several values a row are left out: ${nested.join(', ')}`] : [],
    each(row) {
      let done = 0;
      for (const group of guarded(path, () => groupsOf(buffer, metadata, columns))) {
        const data = guarded(path, () => columns.map((name) => group.column(name)));
        if (data.some((column) => column.length !== group.rows))
          throw new InputError('is cut off: a column is shorter than the others', path, remedy);
        for (let i = 0; i < group.rows; i++) {
          const at = () => `${path}, row ${done + i + 1}`;
          row(
            data.map((column) => text(column[i], at)),
            at,
            columns,
          );
        }
        done += group.rows;
      }
    },
  };
}

/** A value as text. */
const text = (value: unknown, at: () => string): Cell => (typeof value === 'bigint' ? String(value) : cell(value, at));

function groupsOf(buffer: ArrayBuffer, metadata: FileMetaData, columns: readonly string[]) {
  const file = {
    byteLength: buffer.byteLength,
    slice: (start: number, end?: number) => buffer.slice(start, end),
  };
  const rows = metadata.row_groups.reduce((sum, group) => sum + Math.max(0, Number(group.num_rows)), 0);
  if (!(rows <= mostRows(buffer.byteLength))) throw new Error(`${rows} rows in ${buffer.byteLength} bytes`);
  const { groups } = parquetPlan({ file, metadata, columns: [...columns] });
  return groups.map((group) => ({
    rows: group.groupRows,
    column(name: string): readonly unknown[] {
      const chunk = group.chunks.find((c) => c.columnMetadata.path_in_schema[0] === name);
      if (!chunk) throw new Error(`column ${name} is missing`);
      const schemaPath = getSchemaPath(metadata.schema, chunk.columnMetadata.path_in_schema);
      const view = new DataView(file.slice(chunk.range.startByte, chunk.range.endByte));
      const { element, value } = exactColumn(schemaPath.at(-1)!.element);
      const stored = readFlatColumn(view, group.groupRows, {
        pathInSchema: chunk.columnMetadata.path_in_schema,
        element,
        schemaPath,
        ...chunk.columnMetadata,
        parsers: exactParsers,
        compressors: bounded,
        utf8: false,
      });
      return stored.map((each) => (each === null || each === undefined ? each : value(each)));
    },
  }));
}

const bounded = boundedCompressors(compressors);

function guarded<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`is damaged, or no Parquet file (${(cause as Error).message})`, path, remedy, { cause });
  }
}
