import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../base/index.js';
import { dataFile, fileOfPair } from '../data-files.js';
import { addLines, readLines } from '../kept.js';
import { type GainRecord, keptGain } from './record.js';

const folder = () => dataFile('gain');

/** The file with a pair's records, in the package's own data. */
export const gainFile = (pair: string): string => join(folder(), `${fileOfPair(pair)}.jsonl`);

/** The pair's records, none where there is no file. @throws {InputError} with file:line */
export const readGain = (pair: string): GainRecord[] => readLines(gainFile(pair), keptGain);

/** Keeps a run in its place. */
export const keepGain = (record: GainRecord): void => addLines(gainFile(record.pair), [record], keptGain);

/**
 * The gain study's stored records of a pair, e.g. `emoji` or `es:noto,pl:openmoji`.
 * @throws {InputError} when there are none
 */
export function gainRecords(pair: string): GainRecord[] {
  const records = readGain(pair);
  if (records.length > 0) return records;
  const there = existsSync(folder())
    ? readdirSync(folder()).flatMap((name) => name.match(/^(?!equivalent\.)(.*)\.jsonl$/)?.slice(1) ?? [])
    : [];
  throw new InputError(
    `no stored records of the pair "${pair}"`,
    folder(),
    there.length > 0 ? `There are: ${there.join(', ')}` : 'Make some: npx psqe study run gain',
  );
}
