import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Bundle, ToWorker } from '../messages.js';
import { encodeBundle, syncBundle } from './bundle.js';
import { imageType } from './image.js';
import { htmlText, type Mimes, objectJson } from './mime.js';
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

/** Makes `display()`, which shows values under the running cell. Documented in `language/globals.ts`. */
export function makeDisplay(post: (message: ToWorker) => void, parent: () => string): Display {
  let figures = { parent: '', count: 0 };
  const limited = (mimes: Mimes): Mimes => {
    if (!(PLOTLY in mimes)) return mimes;
    figures = { parent: parent(), count: figures.parent === parent() ? figures.count + 1 : 1 };
    return figures.count > FIGURES ? withoutFigure(mimes, `a cell shows ${FIGURES} live figures at most`) : mimes;
  };
  const send = (bundle: Bundle, metadata: unknown, { id = randomUUID(), update }: DisplayOptions = {}) => {
    if (typeof id !== 'string') throw new TypeError(`display(): "id" is a text, not of type ${typeof id}`);
    const shown = { ...bundle, metadata: objectJson('display(): the metadata', metadata) };
    post({ type: 'display', parent: parent(), update: Boolean(update), id, bundle: shown });
    return new DisplayHandle(id, display);
  };
  const show = (mimes: Mimes, metadata?: object): DisplayHandle => send(encodeBundle(limited(mimes)), metadata);
  const display = ((value, options = {}) => {
    const encode = (mimes: Mimes): Bundle => encodeBundle(options.update ? mimes : limited(mimes));
    return send(syncBundle(value, encode), options.metadata, options);
  }) as Display;
  display.html = (text) => show({ 'text/html': text, 'text/plain': htmlText(String(text)) });
  display.markdown = (text) => show({ 'text/markdown': text, 'text/plain': text });
  display.latex = (text) => show({ 'text/latex': text, 'text/plain': text });
  display.json = (value) => show({ 'application/json': value });
  display.image = (source, size = {}) => {
    const bytes = typeof source === 'string' ? new Uint8Array(readFileSync(source)) : source;
    const svg = typeof source === 'string' && /\.svg$/i.test(source);
    const type = svg ? 'image/svg+xml' : imageType(bytes);
    if (!type) throw new TypeError('display.image(): not a PNG, JPEG, GIF, WebP or SVG image');
    return show(
      { [type]: svg ? Buffer.from(bytes).toString('utf8') : bytes, 'text/plain': `[${type}]` },
      { [type]: size },
    );
  };
  display.clear = ({ wait } = {}) => post({ type: 'clear', parent: parent(), wait: Boolean(wait) });
  return display;
}
