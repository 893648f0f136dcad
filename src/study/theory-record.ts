import type { Resolved } from '../base/index.js';
import { type PairRecord, pairRecords } from './pair-records.js';
import type { TheoryRow, TheoryStudyOptions } from './theory-study.js';

/** A stored {@link theoryStudy}. */
export type TheoryRecord = PairRecord<Resolved<TheoryStudyOptions>, TheoryRow>;

const records = pairRecords<TheoryRecord['options'], TheoryRow>('theory', { digits: 6 });

/** Writes a record, numbers with six digits. */
export const writeTheory = (record: TheoryRecord): void => records.write(record);

/**
 * The stored record of a pair that does not come with the package, e.g. `dbp15k`.
 * @throws {InputError} when there is none, or it is no such record
 */
export const theoryRecord = (pair: string): TheoryRecord => records.read(pair);
