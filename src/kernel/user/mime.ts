import { cut } from '../text.js';
import { isList, isObject } from './thin.js';

/** Top-level media types (IANA): a bundle that nobody called one has only these. */
const REAL = /^(application|audio|font|haptics|image|message|model|multipart|text|video)\/[\w.+-]+$/;
/** What the protocol takes for the name of a type. */
const NAME = /^[\w.+-]+\/[\w.+-]+$/;
/** Types whose value is JSON (nbformat); all others are text, or bytes written as base64. */
const JSON_TYPE = /^application\/(.*\+)?json$/;
/** Types of text, whose bytes are UTF-8. */
const TEXT_TYPE = /^(text\/.*|image\/svg\+xml|application\/(javascript|xml))$/;

/** Characters of HTML that are read for its readable text. */
const READ = 20_000;

/** The entries of something by MIME type, as nobody has checked it yet. */
export type Mimes = Record<string, unknown>;

/** A plain object all of whose keys are MIME types may be meant as a bundle; its values decide. */
export function looksLikeBundle(value: unknown): value is Mimes {
  if (!isObject(value) || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => REAL.test(key));
}

/** Typed arrays as lists: JSON would write them as objects. NaN becomes null there, which Plotly leaves out. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && isList(value)) return Array.from(value as ArrayLike<number>);
  if (Array.isArray(value)) return value.some((v) => typeof v === 'object' && v !== null) ? value.map(plain) : value;
  if (!isObject(value) || typeof value.toJSON === 'function') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

/**
 * The JSON text of a value.
 * @param what the value's name in the error
 * @throws TypeError when it cannot become JSON (a BigInt, a circle, a function)
 */
export function toJson(what: string, value: unknown): string {
  let why = `it is ${kindOf(value)}`;
  try {
    const text = JSON.stringify(plain(value));
    if (text !== undefined) return text;
  } catch (error) {
    why =
      error instanceof RangeError
        ? 'it goes round in a circle, or too deep'
        : String((error as Error)?.message).split('\n')[0]!;
  }
  throw new TypeError(
    `${what} cannot become JSON: ${why}. Give texts, finite numbers, booleans, null, lists and objects.`,
  );
}

/** The same for what must be an object (metadata). */
export function objectJson(what: string, value: unknown): string {
  const json = toJson(what, value ?? {});
  if (json.startsWith('{')) return json;
  throw new TypeError(`${what} is an object, not ${kindOf(value)}.`);
}

const kindOf = (value: unknown): string =>
  value === null || value === undefined ? String(value) : Array.isArray(value) ? 'a list' : `of type ${typeof value}`;

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((line) => typeof line === 'string');

/** One entry's text; bytes become base64, and lists of lines, which notebook files have, one text. */
function entryText(mime: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (isTexts(value)) return value.join('');
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString(
      TEXT_TYPE.test(mime) ? 'utf8' : 'base64',
    );
  throw new TypeError(`The value shown as "${mime}" is a text or bytes (Uint8Array), but it is ${kindOf(value)}.`);
}

/**
 * One entry of a bundle as JSON text.
 * @throws TypeError that names the type when a notebook cannot hold the value
 */
export function entryJson(mime: string, value: unknown): string {
  if (!NAME.test(mime)) throw new TypeError(`"${mime}" is no MIME type, such as "text/html" or "image/png".`);
  if (!JSON_TYPE.test(mime)) return JSON.stringify(entryText(mime, value));
  const bytes = value instanceof Uint8Array ? entryText(mime, value) : value;
  return toJson(`The value shown as "${mime}"`, bytes);
}

/** What can be read of HTML where no page shows it. */
export const htmlText = (html: string): string =>
  cut(html, READ)
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^<>]*>/g, '')
    .trim() || '[HTML]';

/** The readable text of a bundle that brings none: of its text, else the names of its types. */
export function readableText(mimes: Mimes): string {
  for (const mime of ['text/markdown', 'text/latex']) if (mime in mimes) return entryText(mime, mimes[mime]);
  if ('text/html' in mimes) return htmlText(entryText('text/html', mimes['text/html']));
  if ('application/json' in mimes) {
    const json = entryJson('application/json', mimes['application/json']);
    return json.length > READ ? cut(json, READ) : JSON.stringify(JSON.parse(json), undefined, 2);
  }
  return `[${Object.keys(mimes).join(', ')}]`;
}
