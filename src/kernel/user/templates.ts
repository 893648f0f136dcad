import { DISPLAY } from './bundle.js';
import { htmlText } from './mime.js';
import { escapeHtml } from './table.js';

/** A text that the notebook shows as what it is: HTML, Markdown, SVG. */
export class Markup {
  constructor(
    readonly type: 'text/html' | 'text/markdown' | 'image/svg+xml',
    readonly text: string,
  ) {}

  toString(): string {
    return this.text;
  }

  [DISPLAY](): Record<string, string> {
    const { type, text } = this;
    return { [type]: text, 'text/plain': type === 'text/html' ? htmlText(text) : text };
  }
}

export type Tag = (parts: TemplateStringsArray, ...values: unknown[]) => Markup;

/** A value between the parts: nothing for null and undefined, lists one after the other, markup as it stands. */
function inserted(value: unknown, escaped: (text: string) => string): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((v) => inserted(v, escaped)).join('');
  return value instanceof Markup ? value.text : escaped(String(value));
}

const tag =
  (type: Markup['type'], escaped: (text: string) => string): Tag =>
  (parts, ...values) =>
    new Markup(
      type,
      parts.reduce((text, part, i) => text + inserted(values[i - 1], escaped) + part),
    );

/** Tags of templates: what is put into HTML and SVG is escaped, unless it is such a template itself. */
export const html = tag('text/html', escapeHtml);
export const svg = tag('image/svg+xml', escapeHtml);
export const md = tag('text/markdown', (text) => text);
