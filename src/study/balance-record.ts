import type { Resolved } from '../base/index.js';
import type { BalanceOptions, BalanceRow } from './balance.js';
import { type PairRecord, pairRecords } from './pair-records.js';

/** A stored {@link balanceStudy}. */
export type BalanceRecord = PairRecord<Resolved<BalanceOptions>, BalanceRow>;

const records = pairRecords<BalanceRecord['options'], BalanceRow>('balance', { prefix: 'balance-' });

export const writeBalance = (record: BalanceRecord): void => records.write(record);

/** The stored record of a pair. @throws {InputError} when there is none, or it is no such record */
export const balanceRecord = (pair: string): BalanceRecord => records.read(pair);
