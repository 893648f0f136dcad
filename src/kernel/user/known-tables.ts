import { type Any, type Bundle, isMethod, isObject } from './shapes.js';
import { htmlTable } from './table.js';

/** Rows shown of a table. */
const ROWS = 30;

export function arqueroTable(value: unknown): Bundle | undefined {
  if (!isObject(value) || !isMethod(value, 'numRows', 'columnNames', 'get', 'objects')) return undefined;
  const columns: string[] = value.columnNames();
  const rows: Any[] = value.objects({ limit: ROWS });
  return htmlTable(
    columns,
    rows.map((row) => columns.map((c) => row[c])),
    value.numRows(),
  );
}

export function danfoFrame(value: unknown): Bundle | undefined {
  if (!isObject(value) || !Array.isArray(value.columns) || !Array.isArray(value.index) || !Array.isArray(value.values))
    return undefined;
  if (!isMethod(value, 'toString') || !Array.isArray(value.shape)) return undefined;
  const series = !Array.isArray(value.values[0]);
  const rows = (value.values as unknown[])
    .slice(0, ROWS)
    .map((row, i) => [value.index[i], ...(series ? [row] : (row as unknown[]))]);
  return htmlTable(['', ...(value.columns as string[])], rows, value.shape[0]);
}

/** Arrow's numbers of the types Date and Timestamp, whose values the libraries give as milliseconds. */
const TIMES = new Set([8, 10]);

/** One value of an Arrow table; lists and structs as JSON. */
function arrowValue(value: unknown, typeId: unknown): unknown {
  if (TIMES.has(typeId as number) && typeof value === 'number') return new Date(value);
  return isObject(value) && isMethod(value, 'toJSON') && !(value instanceof Date) ? String(value) : value;
}

/** A table of apache-arrow or of @uwdata/flechette. */
export function arrowTable(value: unknown): Bundle | undefined {
  if (!isObject(value) || typeof value.numRows !== 'number' || !isMethod(value, 'get')) return undefined;
  if (!isObject(value.schema) || !Array.isArray(value.schema.fields)) return undefined;
  const fields: { name: string; type: { typeId: unknown } }[] = value.schema.fields;
  const rows = Array.from({ length: Math.min(ROWS, value.numRows) }, (_, i): unknown[] => {
    const row = value.get(i);
    return fields.map(({ name, type }) => arrowValue(row[name], type.typeId));
  });
  return htmlTable(
    fields.map(({ name }) => name),
    rows,
    value.numRows,
  );
}
