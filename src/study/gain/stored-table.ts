import { DataError } from '../../base/index.js';
import type { GainRequest } from './ask.js';
import { readEquivalences } from './equivalent.js';
import { readGroups } from './groups.js';
import type { GainRecord } from './record.js';
import { gainRecords } from './stored.js';
import { type GainRow, gainTable } from './table.js';

/**
 * A pair's stored records with the groups of test links they are read by.
 * @throws {InputError} when there are none, {DataError} when a record is of other data than the groups
 */
export function storedGain(pair: string) {
  const records = gainRecords(pair);
  const { task, groups } = readGroups(pair);
  const other = records.find((r) => r.made.task !== task);
  if (other)
    throw new DataError(
      `${other.ablation}, ${other.aligner}, seed ${other.seed} ran on other data (${other.made.task}, not ${task})`,
      pair,
      'Run it again: npx psqe study run gain --fresh',
    );
  return { records, groups };
}

/** The stored rows that are asked for, in the order asked for. @throws {InputError} when the pair has no records */
export function storedTable(request: GainRequest): GainRow[] {
  const { groups } = storedGain(request.pair);
  const o = { against: request.against, groups, equal: readEquivalences() };
  return asAsked(request, (records) => gainTable(records, o));
}

/** Rows made of the stored records that a request is about, those of the row compared with among them, in the order asked for. */
export function asAsked<T extends { readonly ablation: string }>(
  { pair, aligner, ablations, seeds, against }: GainRequest,
  tableOf: (records: readonly GainRecord[]) => readonly T[],
): T[] {
  const names = ablations.map(({ name }) => name);
  const wanted = (r: GainRecord) =>
    r.aligner === aligner && [...names, against].includes(r.ablation) && seeds.includes(r.seed);
  const rows = tableOf(storedGain(pair).records.filter(wanted));
  return names.flatMap((name) => rows.filter((row) => row.ablation === name));
}
