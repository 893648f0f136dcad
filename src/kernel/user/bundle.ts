import { inspect } from 'node:util';
import type { Bundle } from '../messages.js';
import { knownBundle } from './known.js';
import { isLate, lateBundle } from './known-async.js';
import { entryJson, looksLikeBundle, type Mimes, readableText } from './mime.js';
import { figureHeight, fitFigure } from './plotly.js';

/** What an object's method of this name answers is shown: a MIME bundle (Deno's convention). */
export const DISPLAY = Symbol.for('Jupyter.display');

/** Characters of JSON in one MIME type above which it is left out of an output, with a note. */
export const BUNDLE_LIMIT = 24 * 1024 * 1024;

/** The value as text, the way Node's console prints it, long arrays and strings cut. Never throws. */
export function asText(value: unknown): string {
  const options = { depth: 4, maxArrayLength: 100, maxStringLength: 20_000, breakLength: 100 };
  for (const customInspect of [true, false])
    try {
      return inspect(value, { ...options, customInspect });
    } catch {
      // Its own way of being printed fails: without it, next.
    }
  return '[a value that cannot be printed]';
}

/**
 * A bundle as the notebook holds it: bytes as base64, figures thinned, always with a readable text; what is too large for
 * a page is left out with a note.
 * @throws TypeError that names the MIME type whose value a notebook cannot hold
 */
export function encodeBundle(mimes: Mimes): Bundle {
  const fitted = fitFigure(mimes);
  const { 'text/plain': own = readableText(fitted), ...rest } = fitted;
  const text = [JSON.parse(entryJson('text/plain', own)) as string];
  const entries: string[] = [];
  for (const [mime, value] of Object.entries(rest)) {
    const json = entryJson(mime, value);
    if (json.length <= BUNDLE_LIMIT) entries.push(`${JSON.stringify(mime)}:${json}`);
    else text.push(tooLarge(mime, json.length));
  }
  if (text[0]!.length > BUNDLE_LIMIT) text[0] = tooLarge('text/plain', text[0]!.length);
  const readable = text.filter(Boolean).join('\n');
  const figure = figureHeight(rest);
  return {
    ...(figure === undefined ? {} : { figure }),
    data: `{${[...entries, `"text/plain":${JSON.stringify(readable)}`].join(',')}}`,
    metadata: '{}',
    text: readable,
  };
}

const tooLarge = (mime: string, size: number): string =>
  `[${mime} left out: ${(size / 2 ** 20).toFixed(0)} MB is more than a notebook can hold]`;

/** The value's own display method, also of what a proxy hides or forbids to look at: then there is none. */
function displayMethod(value: unknown): ((this: unknown) => unknown) | undefined {
  try {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
    const method = DISPLAY in value ? (value as { [DISPLAY]?: unknown })[DISPLAY] : undefined;
    return typeof method === 'function' ? (method as () => unknown) : undefined;
  } catch {
    return undefined;
  }
}

const METHOD = '[Symbol.for("Jupyter.display")]()';

function answered(data: unknown): Mimes {
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Mimes;
  const what = data === null ? 'null' : Array.isArray(data) ? 'a list' : typeof data;
  throw new TypeError(`${METHOD} answers with a MIME bundle, such as { "text/html": "<b>1</b>" }, not with ${what}.`);
}

/** How a bundle is made of MIME types: `display()` counts figures first. */
type Encode = (mimes: Mimes) => Bundle;

/** What to show of a value that has no display method. */
function plainBundle(value: unknown, encode: Encode): Bundle {
  for (const recognise of [(v: unknown) => (looksLikeBundle(v) ? v : undefined), knownBundle])
    try {
      const mimes = recognise(value);
      if (mimes) return encode(mimes);
    } catch {
      // It only looked like one: it is shown as any other value.
    }
  return encode({ 'text/plain': asText(value) });
}

/**
 * What to show of a value; undefined for `undefined`.
 * @throws what the value's own display method, or the making of its picture, throws; TypeError when its answer is no bundle that a notebook can hold
 */
export async function toBundle(value: unknown): Promise<Bundle | undefined> {
  if (value === undefined) return undefined;
  const method = displayMethod(value);
  if (method) return encodeBundle(answered(await method.call(value)));
  const late = mustWait(value) ? await lateBundle(value) : undefined;
  return late ? encodeBundle(late) : plainBundle(value, encodeBundle);
}

/** Whether a value is one whose picture must be waited for; not where it does not let itself be looked at. */
function mustWait(value: unknown): boolean {
  try {
    return isLate(value);
  } catch {
    return false;
  }
}

/** The same for `display()`, which shows at once: a display method must not be async here. */
export function syncBundle(value: unknown, encode: Encode): Bundle {
  const method = displayMethod(value);
  if (!method && mustWait(value))
    throw new TypeError(
      'display(): this picture must be waited for: make it the last expression of the cell, or display(await image.toBuffer())',
    );
  if (!method) return plainBundle(value, encode);
  const data = method.call(value);
  if (data !== null && typeof (data as { then?: unknown } | undefined)?.then === 'function')
    throw new TypeError(
      'display(): this value makes its output asynchronously; display(await value[Symbol.for("Jupyter.display")]())',
    );
  return encode(answered(data));
}
