import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => ESCAPES[c]!);

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (typeof value === 'object')
    return value instanceof Date ? value.toISOString() : inspect(value, { depth: 1, breakLength: Infinity });
  return String(value);
}

const row = (tag: string, values: readonly unknown[]): string =>
  `<tr>${values.map((v) => `<${tag}${typeof v === 'number' ? ' style="text-align:right"' : ''}>${escapeHtml(cell(v))}</${tag}>`).join('')}</tr>`;

/** Columns side by side, for a terminal. */
function textTable(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const lines = [columns, ...rows.map((r) => r.map(cell))];
  const widths = columns.map((_, i) => Math.max(...lines.map((l) => (l[i] ?? '').length)));
  return lines
    .map((l) =>
      l
        .map((text, i) => text.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * A table as a MIME bundle (HTML and text).
 * @param total how many rows there are, when not all are given: a line below says so
 */
export function htmlTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  total = rows.length,
): Record<string, unknown> {
  const more = total > rows.length ? `${rows.length} of ${total.toLocaleString('en')} rows` : '';
  const html = `<table><thead>${row('th', columns)}</thead><tbody>${rows.map((r) => row('td', r)).join('')}</tbody></table>`;
  return {
    'text/html': html + (more && `<p>${more}</p>`),
    'text/plain': textTable(columns, rows) + (more && `\n(${more})`),
  };
}

/** The text that Node's own `console.table` prints. */
export function consoleTableText(data: unknown, properties?: readonly string[]): string {
  let text = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  new Console({ stdout }).table(data, properties);
  return text;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `console.table` as a bundle; undefined for what is no table (a number, a text). */
export function consoleTable(data: unknown, properties?: readonly string[]): Record<string, unknown> | undefined {
  if (!isObject(data)) return undefined;
  const entries: [unknown, unknown][] =
    data instanceof Map || data instanceof Set ? [...data.entries()] : Object.entries(data);
  const keys = properties ?? [...new Set(entries.flatMap(([, v]) => (isObject(v) ? Object.keys(v) : [])))];
  const plain = entries.some(([, v]) => !isObject(v));
  const shown = entries.slice(0, 1000);
  const rows = shown.map(([k, v]) => [
    k,
    ...keys.map((key) => (isObject(v) ? v[key] : undefined)),
    ...(plain ? [isObject(v) ? undefined : v] : []),
  ]);
  const bundle = htmlTable(['', ...keys, ...(plain ? ['value'] : [])], rows, entries.length);
  return { ...bundle, 'text/plain': consoleTableText(data, properties).trimEnd() };
}
