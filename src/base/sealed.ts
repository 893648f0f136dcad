import { createHash } from 'node:crypto';
import { DamagedError } from './errors.js';
import { writeFile } from './files.js';
import { toJson } from './json.js';
import { readFile } from './read-file.js';

// Sealed JSON: an object whose last property, "sha256", is the SHA-256 of the file's bytes with 64 zeros in its place.
// Any other reader of JSON reads it as it is.

const zeros = '0'.repeat(64);
const ending = /"sha256": ?"([0-9a-f]{64})"\n?\}\n$/;
const endingLength = 90;

/** SHA-256 as hex digits. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** JSON text of an object with its checksum as last property. */
export function seal(value: object, indent?: number): string {
  const text = `${toJson({ ...value, sha256: zeros }, indent)}\n`;
  const at = text.lastIndexOf(zeros);
  return text.slice(0, at) + sha256(text) + text.slice(at + zeros.length);
}

/** Whether the bytes are a sealed object as it was written; undefined where they do not end as one does. */
export function isIntact(bytes: Uint8Array): boolean | undefined {
  const tail = Buffer.from(bytes.subarray(-endingLength)).toString('latin1');
  const found = ending.exec(tail);
  if (!found) return undefined;
  const at = bytes.length - tail.length + tail.indexOf(found[1]!, found.index);
  const sum = createHash('sha256')
    .update(bytes.subarray(0, at))
    .update(zeros)
    .update(bytes.subarray(at + zeros.length));
  return sum.digest('hex') === found[1];
}

/** Writes an object as sealed JSON under a schema's name, which is its first property. @throws {OutputError} */
export function writeSealed(path: string, schema: string, value: object, indent?: number): void {
  writeFile(path, sealed(schema, value, indent));
}

/** What {@link writeSealed} writes. */
export const sealed = (schema: string, value: object, indent?: number): string => seal({ schema, ...value }, indent);

/**
 * Reads a sealed object of this schema.
 * @param remedy what to do about a file that is damaged, or of another schema
 * @throws {DamagedError} unless the file is, to the bit, what was written; {InputError} when it cannot be read
 */
export function readSealed<T extends object>(path: string, schema: string, remedy: string): T {
  const bytes = readFile(path, remedy);
  const intact = isIntact(bytes);
  if (intact === undefined)
    throw new DamagedError(`has no checksum: it is damaged, or of an earlier version of psqe`, path, remedy);
  if (!intact) throw new DamagedError('is damaged: its content does not match its checksum', path, remedy);
  const { schema: found, sha256: _, ...value } = JSON.parse(bytes.toString()) as Record<string, unknown>;
  if (found !== schema) throw new DamagedError(`is of schema "${found}", not "${schema}"`, path, remedy);
  return value as T;
}
