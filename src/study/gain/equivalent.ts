import * as z from 'zod';
import { dataFile } from '../data-files.js';
import { addLines, type KeptLines, readLines } from '../kept.js';
import { codeOf, isEarlier } from '../key.js';
import type { GainRecord } from './record.js';

/** Two states of the code that gave the same results where this was tried: what was run again, and for which rows it is taken to hold. */
export const equivalence = z.object({
  pair: z.string(),
  aligner: z.string(),
  /** {@link codeOf} of the records, and the code's hash now. */
  from: z.string(),
  to: z.string(),
  /** The row and random seed that were run again, and what came out. */
  ran: z.object({ ablation: z.string(), seed: z.number().int(), seeds: z.string(), ranks: z.string() }),
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

export const equivalenceFile = (): string => dataFile('gain', 'equivalent.jsonl');

const placeOf = (e: Equivalence) => [e.pair, e.aligner, e.ran.ablation, e.from, e.to].join(' ');

/** Kept once a pair, aligner, codes and row. */
const kept: KeptLines<Equivalence> = {
  what: 'equivalence',
  schema: equivalence,
  make: 'Delete the line and confirm again',
  place: placeOf,
  order: (a, b) => (placeOf(a) < placeOf(b) ? -1 : 1),
};

/** What was found equivalent so far. @throws {InputError} with file:line */
export const readEquivalences = (path = equivalenceFile()): Equivalence[] => readLines(path, kept);

export const addEquivalences = (more: readonly Equivalence[], path = equivalenceFile()): void =>
  addLines(path, more, kept);

/** Every code that a record's row is taken to be the same with, by what was confirmed; sorted, hashes first. */
export function sameCodes(record: GainRecord, equal: readonly Equivalence[]): string[] {
  const known = new Set([codeOf(record.made)]);
  const there = equal.filter(
    (e) => e.pair === record.pair && e.aligner === record.aligner && e.rows.includes(record.ablation),
  );
  for (const code of known)
    for (const { from, to } of there) {
      if (from === code) known.add(to);
      if (to === code) known.add(from);
    }
  return [...known].sort((a, b) => Number(isEarlier(a)) - Number(isEarlier(b)) || (a < b ? -1 : 1));
}
