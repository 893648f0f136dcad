import { InputError } from './errors.js';
import { lookAt, readFile } from './read-file.js';
import { sha256 } from './sealed.js';

// A file of numbers: a line that says what it is, a line of JSON in which each typed array is only its type and length, the
// arrays one after the other as they lie in memory, and the SHA-256 of all before it.

const arrays = { Int32Array, Uint32Array, Float32Array, Float64Array, Uint8Array };
type Packable = InstanceType<(typeof arrays)[keyof typeof arrays]>;
type Name = keyof typeof arrays;
const sumLength = 64;

/** Where an array stood in the JSON. */
interface Place {
  readonly packed: Name;
  readonly length: number;
}

const isPackable = (value: unknown): value is Packable => Object.values(arrays).some((type) => value instanceof type);
const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'packed' in value && (value as Place).packed in arrays;

/** The file of a value with its typed arrays. @param kind what the first line says */
export function packed(kind: string, value: object): Uint8Array {
  const parts: Packable[] = [];
  const json = JSON.stringify(value, (_, each) => {
    if (!isPackable(each)) return each;
    parts.push(each);
    return { packed: each.constructor.name, length: each.length };
  });
  const body = parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  const content = Buffer.concat([Buffer.from(`${kind}\n${json}\n`), ...body]);
  return Buffer.concat([content, Buffer.from(sha256(content))]);
}

/**
 * Reads what {@link packed} made.
 * @param kind the first line: a name and a version
 * @param remedy what to do about a file that is damaged, or of another kind or version
 * @throws {InputError} unless the file is, to the bit, what was written
 */
export function readPacked<T extends object>(path: string, kind: string, remedy: string): T {
  if (!lookAt(path)) throw new InputError('no such file', path, remedy);
  const file = readFile(path, remedy);
  const first = file.subarray(0, Math.max(0, file.indexOf(10))).toString('latin1');
  if (first !== kind) throw new InputError(otherKind(first, kind), path, remedy);
  const content = file.subarray(0, -sumLength);
  if (sha256(content) !== file.subarray(-sumLength).toString('latin1'))
    throw new InputError('is damaged or cut off: its content does not match its checksum', path, remedy);
  const start = content.indexOf(10, kind.length + 1) + 1;
  const body = new Uint8Array(content.subarray(start)).buffer;
  let at = 0;
  const unpack = (_: string, each: unknown) => {
    if (!isPlace(each)) return each;
    const type = arrays[each.packed];
    const bytes = each.length * type.BYTES_PER_ELEMENT;
    at += bytes;
    return new type(body.slice(at - bytes, at));
  };
  return JSON.parse(content.subarray(kind.length + 1, start).toString(), unpack) as T;
}

function otherKind(first: string, kind: string): string {
  const name = kind.replace(/ \d+$/, '');
  return first.startsWith(`${name} `) ? `is of another version of psqe ("${first}")` : `is no ${name}`;
}
