import { stringify } from 'csv-stringify/sync';

/** A table as text (RFC 4180), the names of its columns in the first line. Blanks at a field's ends, and a `#` at its head, are kept. */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  delimiter = ',',
): string {
  return stringify([columns, ...rows] as (string | number)[][], { delimiter, quoted_match: /^\s|\s$|^#/ });
}
