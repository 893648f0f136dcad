import { inspect } from 'node:util';
import type { Bundle } from '../messages.js';
import { knownBundle } from './known.js';
import { fitFigure } from './plotly.js';

/** What an object's method of this name answers is shown: a MIME bundle (Deno's convention). */
export const DISPLAY = Symbol.for('Jupyter.display');

/** Bytes of text in one MIME type above which it is left out of an output, with a note. */
export const BUNDLE_LIMIT = 24 * 1024 * 1024;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A plain object whose keys are all MIME types is a bundle as it stands. */
export function isBundle(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value) || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((k) => /^[a-z]+\/[\w.+-]+$/.test(k));
}

/** The value as text, the way Node's console prints it, long arrays and strings cut. */
export const asText = (value: unknown): string =>
  inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 20_000, breakLength: 100 });

function encode(data: unknown): unknown {
  return data instanceof Uint8Array
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
    : data;
}

/** Bytes as base64, figures thinned; what is too large for a page is left out with a note. */
export function encodeBundle(data: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const notes: string[] = [];
  for (const [mime, raw] of Object.entries(fitFigure(data))) {
    const value = encode(raw);
    const size = typeof value === 'string' ? value.length : (JSON.stringify(value)?.length ?? 0);
    if (size <= BUNDLE_LIMIT) out[mime] = value;
    else notes.push(`[${mime} left out: ${(size / 2 ** 20).toFixed(0)} MB is more than a notebook can hold]`);
  }
  if (notes.length > 0) out['text/plain'] = [out['text/plain'], ...notes].filter(Boolean).join('\n');
  return out;
}

const displayMethod = (value: unknown): unknown =>
  isRecord(value) || typeof value === 'function' ? (value as { [DISPLAY]?: unknown })[DISPLAY] : undefined;

/**
 * What to show of a value; undefined for `undefined`.
 * @throws what the value's own display method throws
 */
export async function toBundle(value: unknown): Promise<Bundle | undefined> {
  if (value === undefined) return undefined;
  const method = displayMethod(value);
  const data = typeof method === 'function' ? await method.call(value) : plainBundle(value);
  return { data: encodeBundle(data), metadata: {} };
}

function plainBundle(value: unknown): Record<string, unknown> {
  if (isBundle(value)) return value;
  return knownBundle(value) ?? { 'text/plain': asText(value) };
}

/** The same for `display()`, which shows at once: a display method must not be async here. Not yet encoded. */
export function syncBundle(value: unknown): Record<string, unknown> {
  const method = displayMethod(value);
  if (typeof method !== 'function') return plainBundle(value);
  const data: unknown = method.call(value);
  if (isRecord(data) && typeof data.then !== 'function') return data;
  throw new TypeError(
    'display(): this value makes its output asynchronously; display(await value[Symbol.for("Jupyter.display")]())',
  );
}
