import { host } from './host.js';

/** Shows Markdown with mathematics under the cell, on stock tslab too. */
export function showMarkdown(text: string): void {
  host().open({ 'text/markdown': text, 'text/plain': text });
}
