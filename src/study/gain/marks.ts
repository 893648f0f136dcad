import { isEarlier, keyDifferences } from '../key.js';
import { type Equivalence, sameCodes } from './equivalent.js';
import type { GainRecord } from './record.js';

const conditions = ['task', 'truth', 'options', 'engine', 'threads'] as const;

/** The signs behind a row's number of runs, and what they mean. */
export const gainMarks = {
  '†': 'runs of earlier code: made before a record held what it depends on, many rows by several commits; they stay until they are run again.',
  '‡': 'runs that differ in code, data, options, engine or threads: a mean over more than one thing.',
} as const;

/**
 * What is to be said of a mean over these records (of one row): `†` where some are of earlier code and never confirmed, `‡`
 * where they differ in what they depend on; nothing where all are of one state.
 * @param equal states of the code that were confirmed to be the same
 */
export function gainMark(records: readonly GainRecord[], equal: readonly Equivalence[] = []): string {
  const codes = records.map((r) => sameCodes(r, equal)[0]!);
  // Codes that were confirmed to be the same are one; earlier ones have their own sign.
  const keys = records.map(({ made }, i) => ({ ...made, code: codes[i]! }));
  const told = keys.filter(({ code }) => !isEarlier(code));
  const mixed = keyDifferences(told, ['code']).length > 0 || keyDifferences(keys, conditions).length > 0;
  return `${codes.some(isEarlier) ? '†' : ''}${mixed ? '‡' : ''}`;
}

/** The meaning of the signs that some text uses, one a line. */
export const marksUsed = (text: string): string[] =>
  Object.entries(gainMarks).flatMap(([sign, words]) => (text.includes(sign) ? [`${sign} ${words}`] : []));
