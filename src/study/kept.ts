import type * as z from 'zod';
import { InputError, locked, lookAt, readFile, readSealed, writeFile } from '../base/index.js';

/** One kind of record that is kept in files. */
export interface Kept<T> {
  /** What errors call it: `record of a run`. */
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** How it is made anew. */
  readonly make: string;
  /** Name of the schema of sealed files, which a checksum guards; without it files are plain JSON. */
  readonly seal?: string;
}

/** A kind of which a file holds many, one a line. */
export interface KeptLines<T> extends Kept<T> {
  /** What is kept once: of records of the same place the last. */
  place(record: T): string;
  /** The order of lines. */
  order(a: T, b: T): number;
}

/** The one record of a file. @throws {InputError} when there is none, or it is none of this kind */
export function readKept<T>(file: string, kind: Kept<T>): T {
  if (!lookAt(file)) throw new InputError(`no ${kind.what}`, file, kind.make);
  if (kind.seal) return readSealed<T & object>(file, kind.seal, kind.make);
  return parsed(readFile(file, kind.make).toString(), file, kind);
}

/** The records of a file, one a line; none where there is no file. @throws {InputError} with file:line */
export function readLines<T>(file: string, kind: Kept<T>): T[] {
  if (!lookAt(file)) return [];
  const lines = readFile(file, kind.make).toString().split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parsed(line, `${file}:${i + 1}`, kind)]));
}

/** Writes a file of one record. @param digits of its numbers; all without it */
export function writeKept(file: string, record: unknown, digits?: number): void {
  const short = (_: string, value: unknown) =>
    digits !== undefined && typeof value === 'number' ? Number(value.toPrecision(digits)) : value;
  writeFile(file, `${JSON.stringify(record, short, 1)}\n`);
}

/**
 * Adds to a file of records, to which other processes may add at the same time.
 * @throws {InputError} for what is none of this kind; nothing is written then
 */
export function addLines<T>(file: string, more: readonly T[], kind: KeptLines<T>): void {
  // As they will be read: a line has the same bytes whether or not others were added after it.
  const added = more.map((record) => parsed(JSON.stringify(record), file, kind));
  locked(file, () => {
    const byPlace = new Map([...readLines(file, kind), ...added].map((record) => [kind.place(record), record]));
    const lines = [...byPlace.values()].sort(kind.order).map((record) => `${JSON.stringify(record)}\n`);
    writeFile(file, lines.join(''));
  });
}

function parsed<T>(text: string, where: string, { schema, what, make }: Kept<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'no JSON' : 'other fields';
    throw new InputError(`is no ${what}: ${why}`, where, make, { cause });
  }
}
