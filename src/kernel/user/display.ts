import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ToWorker } from '../messages.js';
import { encodeBundle, syncBundle } from './bundle.js';
import { imageType } from './image.js';
import { PLOTLY, withoutFigure } from './plotly.js';

export interface DisplayOptions {
  id?: string;
  update?: boolean;
  metadata?: Record<string, unknown>;
}

/** An output that stands in the notebook. As a cell's last value it is not shown: its output is. */
export class DisplayHandle {
  constructor(
    readonly id: string,
    private readonly display: (value: unknown, options: DisplayOptions) => void,
  ) {}

  update(value: unknown): void {
    this.display(value, { id: this.id, update: true });
  }
}

export interface Display {
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  html(text: string): DisplayHandle;
  markdown(text: string): DisplayHandle;
  latex(text: string): DisplayHandle;
  image(source: Uint8Array | string, size?: { width?: number; height?: number }): DisplayHandle;
  json(value: unknown): DisplayHandle;
  clear(options?: { wait?: boolean }): void;
}

/** Live figures that one cell may show; a page full of them freezes. */
const FIGURES = 20;

const stripTags = (html: string): string => html.replace(/<[^>]*>/g, '').trim() || '[HTML]';

/** Makes `display()`, which shows values under the running cell. Documented in `language/globals.ts`. */
export function makeDisplay(post: (message: ToWorker) => void, parent: () => string): Display {
  let figures = { parent: '', count: 0 };
  const limited = (data: Record<string, unknown>): Record<string, unknown> => {
    if (!(PLOTLY in data)) return data;
    figures = { parent: parent(), count: figures.parent === parent() ? figures.count + 1 : 1 };
    return figures.count > FIGURES ? withoutFigure(data, `a cell shows ${FIGURES} live figures at most`) : data;
  };
  const show = (
    data: Record<string, unknown>,
    metadata: Record<string, unknown>,
    { id = randomUUID(), update = false }: DisplayOptions,
  ): DisplayHandle => {
    const shown = encodeBundle(update ? data : limited(data));
    post({ type: 'display', parent: parent(), update, id, bundle: { data: shown, metadata } });
    return new DisplayHandle(id, display);
  };
  const display = ((value, options = {}) => show(syncBundle(value), { ...options.metadata }, options)) as Display;
  display.html = (text) => show({ 'text/html': text, 'text/plain': stripTags(text) }, {}, {});
  display.markdown = (text) => show({ 'text/markdown': text, 'text/plain': text }, {}, {});
  display.latex = (text) => show({ 'text/latex': text, 'text/plain': text }, {}, {});
  display.json = (value) =>
    show({ 'application/json': value, 'text/plain': JSON.stringify(value, undefined, 2) }, {}, {});
  display.image = (source, size = {}) => {
    const bytes = typeof source === 'string' ? new Uint8Array(readFileSync(source)) : source;
    const svg = typeof source === 'string' && /\.svg$/i.test(source);
    const type = svg ? 'image/svg+xml' : imageType(bytes);
    if (!type) throw new TypeError('display.image(): not a PNG, JPEG, GIF, WebP or SVG image');
    return show(
      { [type]: svg ? Buffer.from(bytes).toString('utf8') : bytes, 'text/plain': `[${type}]` },
      { [type]: size },
      {},
    );
  };
  display.clear = ({ wait = false } = {}) => post({ type: 'clear', parent: parent(), wait });
  return display;
}
