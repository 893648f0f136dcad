import type { Decision } from './decisions.js';

/** Whether a field has to stand between quotes; all do, or none, as psqe's own files of links have it. */
const odd = (text: string) => /["\t\n\r]|^\s|\s$|^$/.test(text);

/** A file of links that `psqe align --links` takes: left id, right id, decision, between tabs. */
export function linksText(rows: readonly (readonly [left: string, right: string, decision: Decision])[]): string {
  const quoted = rows.some(([left, right]) => odd(left) || odd(right));
  const field = (text: string) => (quoted ? `"${text.replaceAll('"', '""')}"` : text);
  return ['left\tright\tdecision\n', ...rows.map((row) => `${row.map(field).join('\t')}\n`)].join('');
}

/** Gives a text to the user as a file. */
export function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/tab-separated-values' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
