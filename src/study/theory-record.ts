import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot, type Resolved, writeFile } from '../base/index.js';
import type { TheoryRow, TheoryStudyOptions } from './theory-study.js';

/** A stored {@link theoryStudy}. */
export interface TheoryRecord {
  readonly pair: string;
  readonly options: Resolved<TheoryStudyOptions>;
  /** What the numbers depend on besides: engine, threads, node, commit, fingerprint of the task. */
  readonly made: Readonly<Record<string, string | number | null>>;
  readonly rows: readonly TheoryRow[];
}

/** The file with a pair's record, in the package's own data. */
export const theoryFile = (pair: string): string => join(packageRoot(), 'data', 'theory', `${pair}.json`);

/** Writes a record, numbers with six digits. */
export function writeTheory(record: TheoryRecord): void {
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
  writeFile(theoryFile(record.pair), `${JSON.stringify(record, short, 1)}\n`);
}

/**
 * The stored record of a pair that does not come with the package, e.g. `dbp15k`.
 * @throws {InputError} when there is none, or it is no such record
 */
export function theoryRecord(pair: string): TheoryRecord {
  const path = theoryFile(pair);
  const make = `Make it: node bench/run.mjs theory --pair ${pair}`;
  if (!existsSync(path)) throw new InputError(`no stored record of the pair "${pair}"`, path, make);
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as TheoryRecord;
    if (record.pair === pair && Array.isArray(record.rows)) return record;
  } catch {
    // Said below.
  }
  throw new InputError('is no record of a theory study', path, make);
}
