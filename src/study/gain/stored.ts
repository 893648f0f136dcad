import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot } from '../../base/index.js';
import { fileOfPair } from '../pair-records.js';
import { type GainRecord, readGain } from './record.js';

const folder = () => join(packageRoot(), 'data', 'gain');

/** The file with a pair's records, in the package's own data. */
export const gainFile = (pair: string): string => join(folder(), `${fileOfPair(pair)}.jsonl`);

/**
 * The gain study's stored records of a pair, e.g. `emoji` or `es:noto,pl:openmoji`.
 * @throws {InputError} when there are none
 */
export function gainRecords(pair: string): GainRecord[] {
  const records = readGain(gainFile(pair));
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
