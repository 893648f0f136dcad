import { from } from 'arquero';
import { host, type MimeBundle } from './host.js';

/**
 * How a column's numbers are written: a share as `percent` (one decimal), a share or a difference of shares in `points`
 * (a hundred times as large, one decimal, no unit behind it), or a number with so many decimals.
 */
export type Format = 'percent' | 'points' | number;

/** An arquero table, as far as showing it goes. */
interface ArqueroTable {
  columnNames(): string[];
  numRows(): number;
  toHTML(options: object): string;
  toMarkdown(options: object): string;
}

/** Rows as objects, or an arquero table. */
export type TableLike = readonly object[] | ArqueroTable;

/** Shows rows (or an arquero table) as a table. */
export function showTable(table: TableLike, formats: Readonly<Record<string, Format>> = {}): void {
  host().open(tableBundle(table, formats));
}

/** The table as HTML and as text (Markdown). */
export function tableBundle(rows: TableLike, formats: Readonly<Record<string, Format>> = {}): MimeBundle {
  const table = 'numRows' in rows ? rows : (from([...rows]) as unknown as ArqueroTable);
  const columns = table.columnNames().filter((name) => name in formats);
  const format = Object.fromEntries(columns.map((name) => [name, (v: unknown) => written(v, formats[name]!)]));
  // A number stays on one line with its unit.
  const style = { td: (name: string) => (formats[name] === 'percent' ? 'white-space: nowrap;' : '') };
  const options = { format, style, null: () => '–', limit: table.numRows() };
  return { 'text/html': table.toHTML(options), 'text/plain': table.toMarkdown(options).trimEnd() };
}

function written(value: unknown, format: Format): string {
  if (typeof value !== 'number') return value === null || value === undefined ? '–' : String(value);
  if (typeof format === 'number') return fixed(value, format);
  return `${fixed(100 * value, 1)}${format === 'percent' ? ' %' : ''}`;
}

/** With so many decimals; what rounds to zero has no sign. */
const fixed = (value: number, digits: number): string => value.toFixed(digits).replace(/^-(0(?:\.0*)?)$/, '$1');
