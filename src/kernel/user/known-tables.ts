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

const DECIMAL = 7;

interface ArrowType {
  readonly typeId: unknown;
  readonly scale?: unknown;
}

/**
 * An Arrow decimal as text: its 32-bit words are one signed integer, the lowest first. apache-arrow's own text has no point, and
 * loses sign or digits of all widths but 128 bits (findings/arrow-js-decimals.sh).
 */
function decimalText(value: ArrayBufferView, scale: number): string {
  const words = new Uint32Array(value.buffer, value.byteOffset, value.byteLength / 4);
  const bits = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const whole = BigInt.asIntN(32 * words.length, bits);
  if (scale <= 0) return String(whole * 10n ** BigInt(-scale));
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** One value of an Arrow table; lists and structs as JSON. */
function arrowValue(value: unknown, { typeId, scale }: ArrowType): unknown {
  if (TIMES.has(typeId as number) && typeof value === 'number') return new Date(value);
  if (typeId === DECIMAL && ArrayBuffer.isView(value) && typeof scale === 'number') return decimalText(value, scale);
  return isObject(value) && isMethod(value, 'toJSON') && !(value instanceof Date) ? String(value) : value;
}

/** A table of apache-arrow or of @uwdata/flechette. */
export function arrowTable(value: unknown): Bundle | undefined {
  if (!isObject(value) || typeof value.numRows !== 'number' || !isMethod(value, 'get')) return undefined;
  if (!isObject(value.schema) || !Array.isArray(value.schema.fields)) return undefined;
  const fields: { name: string; type: ArrowType }[] = value.schema.fields;
  const rows = Array.from({ length: Math.min(ROWS, value.numRows) }, (_, i): unknown[] => {
    const row = value.get(i);
    return fields.map(({ name, type }) => arrowValue(row[name], type));
  });
  return htmlTable(
    fields.map(({ name }) => name),
    rows,
    value.numRows,
  );
}
