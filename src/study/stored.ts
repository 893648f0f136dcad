import * as z from 'zod';
import { locked, type Resolved } from '../base/index.js';
import type { BalanceOptions, BalanceRow } from './balance.js';
import type { Choices } from './choices.js';
import { dataFile, fileOfPair } from './data-files.js';
import { type Kept, readKept, writeKept } from './kept.js';
import type { RecordKey } from './key.js';
import type { MissingOptions, MissingRow } from './missing.js';
import type { RunReport } from './report.js';
import type { RunRecord } from './store.js';
import type { TheoryRow, TheoryStudyOptions } from './theory-study.js';
import type { ToneRecord } from './tones.js';

/** What a study found on one pair of graphs, and what it depends on. */
export interface PairRecord<O, R> {
  readonly pair: string;
  /** Every option as it was used. */
  readonly options: O;
  readonly made: RecordKey;
  readonly rows: readonly R[];
}

/** A stored {@link theoryStudy}. */
export type TheoryRecord = PairRecord<Resolved<TheoryStudyOptions>, TheoryRow>;

/** A stored {@link balanceStudy}. */
export type BalanceRecord = PairRecord<Resolved<BalanceOptions>, BalanceRow>;

/** A stored {@link missingStudy}. */
export type MissingRecord = PairRecord<Resolved<MissingOptions>, MissingRow>;

/** The study `choices`, by pair. */
export type ChoicesRecord = Readonly<Record<string, Choices & { readonly made: RecordKey }>>;

/** The run whose output the README prints. */
export interface ReadmeRun extends Omit<RunRecord, 'made' | 'engine'> {
  /** Without where its libraries lie. */
  readonly engine: Omit<RunRecord['engine'], 'blas'> & { readonly blas?: { readonly config: string } };
  /** The committed one is of earlier code, which kept less. */
  readonly made?: RecordKey;
  readonly report: RunReport;
  readonly tested: { readonly all: number; readonly sparse: number; readonly unseeded: number };
}

const theoryFile = (pair: string) => dataFile('theory', `${fileOfPair(pair)}.json`);
const balanceFile = (pair: string) => dataFile('theory', `balance-${fileOfPair(pair)}.json`);
const missingFile = (pair: string) => dataFile('theory', `missing-${fileOfPair(pair)}.json`);
const [choicesFile, tonesFile, readmeFile] = ['choices', 'tones', 'readme'].map((name) =>
  dataFile('records', `${name}.json`),
) as [string, string, string];

const has = (value: unknown, name: string): boolean => typeof value === 'object' && value !== null && name in value;

/** A study's record of a pair, which may be named as its file is. */
const ofPair = <T extends { readonly pair: string }>(study: string, pair: string): Kept<T> => ({
  what: `stored record of the pair "${pair}" (${study})`,
  schema: z.custom<T>((value) => has(value, 'rows') && fileOfPair((value as T).pair) === fileOfPair(pair)),
  make: `Make it: npx psqe study run ${study} --pair ${pair}`,
});

const ofStudy = <T>(study: string, field: string): Kept<T> => ({
  what: `stored record of the study ${study}`,
  schema: z.custom<T>((value) => has(value, field)),
  make: `Make it: npx psqe study run ${study}`,
});

/** Writes a record, numbers with six digits. */
export const writeTheory = (record: TheoryRecord): void => writeKept(theoryFile(record.pair), record, 6);

/**
 * The stored record of a pair that does not come with the package, e.g. `dbp15k`.
 * @throws {InputError} when there is none, or it is no such record
 */
export const theoryRecord = (pair: string): TheoryRecord => readKept(theoryFile(pair), ofPair('theory', pair));

export const writeBalance = (record: BalanceRecord): void => writeKept(balanceFile(record.pair), record);

/** The stored record of a pair. @throws {InputError} when there is none, or it is no such record */
export const balanceRecord = (pair: string): BalanceRecord => readKept(balanceFile(pair), ofPair('balance', pair));

export const writeMissing = (record: MissingRecord): void => writeKept(missingFile(record.pair), record, 6);

/** The stored record of a pair. @throws {InputError} when there is none, or it is no such record */
export const missingRecord = (pair: string): MissingRecord => readKept(missingFile(pair), ofPair('missing', pair));

export const choicesRecord = (): ChoicesRecord => readKept(choicesFile, ofStudy('choices', 'emoji'));

export const writeChoices = (pair: string, found: ChoicesRecord[string]): void =>
  locked(choicesFile, () => writeKept(choicesFile, { ...choicesRecord(), [pair]: found }));

export const tonesRecord = (): ToneRecord => readKept(tonesFile, ofStudy('tones', 'found'));

export const writeTones = (record: ToneRecord): void => writeKept(tonesFile, record);

export const readmeRun = (): ReadmeRun => readKept(readmeFile, ofStudy('readme', 'report'));

export const writeReadme = (record: ReadmeRun): void => writeKept(readmeFile, record);
