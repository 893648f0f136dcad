import { from } from 'arquero';
import { escapeHtml } from '../base/index.js';
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
  rename(columns: Readonly<Record<string, string>>): ArqueroTable;
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
  return {
    'text/html': htmlNames(table).toHTML(optionsOf(table, formats, escapeHtml)),
    'text/plain': table.toMarkdown(optionsOf(table, formats)).trimEnd(),
  };
}

/** arquero 8.0.3 escapes what stands in cells, not what columns are called. */
const htmlNames = (table: ArqueroTable): ArqueroTable =>
  table.rename(Object.fromEntries(table.columnNames().map((name) => [name, escapeHtml(name)])));

function optionsOf(table: ArqueroTable, formats: Readonly<Record<string, Format>>, called = (name: string) => name) {
  const columns = table.columnNames().filter((name) => name in formats);
  const format = columns.map((name) => [called(name), (v: unknown) => written(v, formats[name]!)] as const);
  const percents = new Set(columns.filter((name) => formats[name] === 'percent').map(called));
  // A number stays on one line with its unit.
  const style = { td: (name: string) => (percents.has(name) ? 'white-space: nowrap;' : '') };
  return { format: Object.fromEntries(format), style, null: () => '–', limit: table.numRows() };
}

function written(value: unknown, format: Format): string {
  if (typeof value !== 'number') return value === null || value === undefined ? '–' : String(value);
  if (typeof format === 'number') return fixed(value, format);
  return `${fixed(100 * value, 1)}${format === 'percent' ? ' %' : ''}`;
}

/** With so many decimals; what rounds to zero has no sign. */
const fixed = (value: number, digits: number): string => value.toFixed(digits).replace(/^-(0(?:\.0*)?)$/, '$1');
