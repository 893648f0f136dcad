import { type Equivalence, isEarlier, sameCodes } from './equivalent.js';
import type { GainRecord } from './record.js';

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
  const differ = (values: readonly (string | undefined)[]) => new Set(values.filter((v) => v !== undefined)).size > 1;
  const mixed =
    differ(codes.filter((code) => !isEarlier(code))) ||
    differ(records.map((r) => r.inputs?.data)) ||
    differ(records.map((r) => r.inputs?.options)) ||
    differ(records.map(({ made }) => [made.task, made.engine, made.threads].join(' ')));
  return `${codes.some(isEarlier) ? '†' : ''}${mixed ? '‡' : ''}`;
}

/** The meaning of the signs that some text uses, one a line. */
export const marksUsed = (text: string): string[] =>
  Object.entries(gainMarks).flatMap(([sign, words]) => (text.includes(sign) ? [`${sign} ${words}`] : []));
