import { type DecodedArray, type FileMetaData, parquetMetadata, parquetSchema } from 'hyparquet';
import { parquetHeader, readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { parquetPlan } from 'hyparquet/src/plan.js';
import { getSchemaPath } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../base/index.js';
import { cell } from './json.js';
import type { Cell, HeaderTest, Table } from './rows.js';

const remedy = 'Write it again, e.g. with pandas: frame.to_parquet(file)';
/** Bytes that a page may unpack to. */
const MAX_PAGE = 1 << 30;
const MAX_ROWS = 100_000_000;

/**
 * A Parquet file's columns that hold one value a row; nested ones are left out, and said.
 * hyparquet's own verbs are asynchronous for the sake of files far away; these are the parts that they are made of.
 * @throws {InputError} for a file that is damaged or of another kind
 */
export function parquetTable(bytes: Uint8Array, path: string, _: HeaderTest): Table {
  const buffer = new Uint8Array(bytes).buffer;
  const metadata = guarded(path, () => parquetMetadata(buffer));
  const all = guarded(path, () => parquetSchema(metadata).children);
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

/** A value as text, e.g. `2020-01-31T00:00:00.000Z` for a time. */
function text(value: unknown, at: () => string): Cell {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return cell(value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value, at);
}

function groupsOf(buffer: ArrayBuffer, metadata: FileMetaData, columns: readonly string[]) {
  const file = {
    byteLength: buffer.byteLength,
    slice: (start: number, end?: number) => buffer.slice(start, end),
  };
  if (!(metadata.num_rows <= MAX_ROWS)) throw new Error(`${metadata.num_rows} rows`);
  const { groups } = parquetPlan({ file, metadata, columns: [...columns] });
  return groups.map((group) => ({
    rows: group.groupRows,
    column(name: string): readonly unknown[] {
      const chunk = group.chunks.find((c) => c.columnMetadata.path_in_schema[0] === name);
      if (!chunk) throw new Error(`column ${name} is missing`);
      const schemaPath = getSchemaPath(metadata.schema, chunk.columnMetadata.path_in_schema);
      const view = new DataView(file.slice(chunk.range.startByte, chunk.range.endByte));
      checkPages(view, group.groupRows);
      const reader = { view, offset: 0 };
      const { data } = readColumn(reader, group, {
        pathInSchema: chunk.columnMetadata.path_in_schema,
        element: schemaPath.at(-1)!.element,
        schemaPath,
        ...chunk.columnMetadata,
        parsers: DEFAULT_PARSERS,
        compressors: bounded,
      });
      return data.flatMap((part: DecodedArray) => Array.from(part as ArrayLike<unknown>));
    },
  }));
}

/**
 * Page headers of a column that say more than there can be: hyparquet would take them at their word, and fill the memory.
 * @throws {Error}
 */
function checkPages(view: DataView, rows: number): void {
  const reader = { view, offset: 0 };
  while (reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader);
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    const words = header.dictionary_page_header?.num_values ?? 0;
    const [packed, unpacked] = [header.compressed_page_size, header.uncompressed_page_size];
    if (!(packed >= 0 && reader.offset + packed <= view.byteLength)) throw new Error('a page is cut off');
    if (!(values >= 0 && values <= rows)) throw new Error(`a page of ${values} values among ${rows} rows`);
    if (!(words >= 0 && words <= unpacked && unpacked <= MAX_PAGE)) throw new Error(`a page of ${unpacked} bytes`);
    reader.offset += packed;
  }
}

/** hyparquet's compressors, none of which unpacks more than {@link MAX_PAGE}. */
const bounded = Object.fromEntries(
  Object.entries(compressors).map(([name, unpack]) => [
    name,
    (input: Uint8Array, length: number) => {
      if (length > MAX_PAGE) throw new Error(`a page of ${length} bytes`);
      return (unpack as (input: Uint8Array, length: number) => Uint8Array)(input, length);
    },
  ]),
);

function guarded<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`is damaged, or no Parquet file (${(cause as Error).message})`, path, remedy, { cause });
  }
}
