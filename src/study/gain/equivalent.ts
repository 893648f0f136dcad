import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { InputError, packageRoot, writeFile } from '../../base/index.js';
import type { GainRecord } from './record.js';

/** Two states of the code that gave the same results where this was tried: what was run again, and for which rows it is taken to hold. */
export const equivalence = z.object({
  pair: z.string(),
  aligner: z.string(),
  /** {@link codeOf} of the records, and the code's hash now. */
  from: z.string(),
  to: z.string(),
  /** The row and random seed that were run again, and what came out. */
  ran: z.object({ variant: z.string(), seed: z.number().int(), seeds: z.string(), ranks: z.string() }),
  /** What was compared: hashes of seed list and ranks, or, where the record had none, every figure that it holds. */
  compared: z.enum(['seeds and ranks', 'stored figures']),
  /** The rows for which it is taken to hold: of the same code; of earlier code, the row alone that was run. */
  rows: z.array(z.string()).min(1),
  engine: z.string(),
  threads: z.number().int(),
  processor: z.string(),
  node: z.string(),
  commit: z.string().nullable(),
  when: z.string(),
});
export type Equivalence = z.infer<typeof equivalence>;

export const equivalenceFile = (): string => join(packageRoot(), 'data', 'gain', 'equivalent.jsonl');

/** What was found equivalent so far, one a line. @throws {InputError} with file:line */
export function readEquivalences(path = equivalenceFile()): Equivalence[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      try {
        return [equivalence.parse(JSON.parse(line))];
      } catch {
        throw new InputError('is no equivalence', `${path}:${i + 1}`, 'Delete the line and confirm again');
      }
    });
}

/** Adds to what is stored; the same pair, aligner, codes and row once (the last). */
export function addEquivalences(more: readonly Equivalence[], path = equivalenceFile()): void {
  const key = (e: Equivalence) => [e.pair, e.aligner, e.ran.variant, e.from, e.to].join(' ');
  const byKey = new Map([...readEquivalences(path), ...more].map((e) => [key(e), e]));
  const lines = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, e]) => `${JSON.stringify(e)}\n`);
  writeFile(path, lines.join(''));
}

const commitOf = 'commit ';

/** The code that a record was made by: its hash, or for records of earlier code their commit. */
export const codeOf = (r: GainRecord): string => r.inputs?.code ?? `${commitOf}${r.made.commit ?? 'unknown'}`;

/** Every code that a record's row is taken to be the same with, by what was confirmed; sorted, hashes first. */
export function sameCodes(record: GainRecord, equal: readonly Equivalence[]): string[] {
  const known = new Set([codeOf(record)]);
  const there = equal.filter(
    (e) => e.pair === record.pair && e.aligner === record.aligner && e.rows.includes(record.variant),
  );
  for (const code of known)
    for (const { from, to } of there) {
      if (from === code) known.add(to);
      if (to === code) known.add(from);
    }
  return [...known].sort((a, b) => Number(isEarlier(a)) - Number(isEarlier(b)) || (a < b ? -1 : 1));
}

/** Whether that is a commit: code of which no hash was taken. */
export const isEarlier = (code: string): boolean => code.startsWith(commitOf);
