/** A field as CSV has it (RFC 4180): between quotes where it must be. Blanks at its ends are kept. */
export function csvField(text: string, delimiter = ','): string {
  const plain = !text.includes(delimiter) && !/["\r\n]|^\s|\s$|^#/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** A table as text, the names of its columns in the first line. */
export function csvText(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  delimiter = ',',
): string {
  const line = (fields: readonly (string | number)[]) =>
    `${fields.map((field) => csvField(String(field), delimiter)).join(delimiter)}\n`;
  return [columns, ...rows].map(line).join('');
}
