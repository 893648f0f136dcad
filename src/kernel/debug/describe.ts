import { inspect } from 'node:util';

/** V8's picture of a value (`Runtime.RemoteObject`). */
export interface Remote {
  type: string;
  subtype?: string;
  value?: unknown;
  unserializableValue?: string;
  description?: string;
  objectId?: string;
  preview?: Preview;
}

interface Preview {
  type: string;
  subtype?: string;
  description?: string;
  overflow: boolean;
  properties: { name: string; type: string; subtype?: string; value?: string }[];
  entries?: { key?: Preview; value: Preview }[];
}

/** Characters of a value that a line of the variables' list shows. */
const LONGEST = 200;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const firstLine = (text: string): string => text.split('\n', 1)[0]!;

const quoted = (type: string, value: string): string => (type === 'string' ? inspect(value) : value);

function entryText({ key, value }: { key?: Preview; value: Preview }): string {
  const side = (p: Preview): string => quoted(p.type, p.description ?? '');
  return key ? `${side(key)} => ${side(value)}` : side(value);
}

/** `Point {x: 1, y: 2}`, `Array(3) [1, 2, 3]`, `Map(1) {'a' => 1}`. */
function previewText({ subtype, description = 'Object', properties, entries, overflow }: Preview): string {
  const list = subtype === 'array' || subtype === 'typedarray';
  const indexed = (name: string): boolean => list && /^\d+$/.test(name);
  const parts = entries
    ? entries.map(entryText)
    : properties.map(({ name, type, value = '' }) => {
        const text = type === 'function' ? 'ƒ' : quoted(type, value);
        return indexed(name) ? text : `${name}: ${text}`;
      });
  const inner = [...parts, ...(overflow ? ['…'] : [])].join(', ');
  if (list) return `${description} [${inner}]`;
  return `${description === 'Object' ? '' : `${description} `}{${inner}}`;
}

/** The value in one line. */
export function describe(remote: Remote): string {
  const { type, subtype, value, unserializableValue, description = '', preview } = remote;
  if (type === 'undefined') return 'undefined';
  if (type === 'string') return cut(inspect(cut(String(value))));
  if (type === 'function') return cut(firstLine(description));
  if (type !== 'object' || subtype === 'null') return unserializableValue ?? (description || String(value));
  const plain = subtype && /^(error|date|regexp|proxy|promise|internal#entry)$/.test(subtype);
  return cut(plain || !preview ? firstLine(description) : previewText(preview));
}

/** How many elements an array or typed array has, as its description says (`Array(3)`). */
export const lengthOf = ({ subtype, description = '' }: Remote): number | undefined =>
  subtype === 'array' || subtype === 'typedarray' ? Number(/\((\d+)\)$/.exec(description)?.[1] ?? 0) : undefined;
