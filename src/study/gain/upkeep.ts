import { hostname } from 'node:os';
import { DataError, type Work } from '../../base/index.js';
import { keyDifferences, type RecordKey } from '../key.js';
import { type Ablation, gainAblations } from './ablations.js';
import { confirmationLines, confirmRecord, recordsToConfirm } from './confirm.js';
import { addEquivalences, readEquivalences } from './equivalent.js';
import { type GainRecord, gainLine } from './record.js';
import { rowKey } from './row-key.js';
import { type GainPair, gainRunner } from './run.js';
import { type StaleRecord, staleLines, staleRecords } from './stale.js';
import { keepGain, readGain } from './stored.js';

type Say = (line: string) => void;

/** Which records are meant: those of some rows, aligner and random seeds; all where none are named. */
export interface MeantRecords {
  readonly rows?: readonly string[];
  readonly aligner?: string | undefined;
  readonly seeds?: readonly number[];
}

/**
 * Runs rows of a pair; gives records with their keys. Where it is told (`made`) what a record has to depend on, one that would depend on
 * anything else is refused.
 */
export function gainRecorder(
  pair: GainPair,
  { signal }: Work = {},
): (row: Ablation, o: Pick<GainRecord, 'seed' | 'aligner'> & { readonly made?: RecordKey }) => Promise<GainRecord> {
  const run = gainRunner(pair);
  return async (row, { seed, aligner, made: asked }) => {
    // Before the run, so that code which is not compiled is said at once.
    const made = await rowKey(pair, row, aligner);
    if (asked) checkSame(asked, made);
    return { ...(await run(row, { seed, aligner }, { signal })), made };
  };
}

/** @throws {DataError} where a record made here would not be the one that was asked for elsewhere */
function checkSame(asked: RecordKey, made: RecordKey): void {
  const others = keyDifferences([asked, made]);
  if (others.length === 0) return;
  throw new DataError(
    `refused: here the record would be of other ${others.join(', ')}`,
    hostname(),
    'Give every machine the same build, data, engine, threads and Node.js',
  );
}

/** Runs rows of a pair, each record kept as soon as its run ends. */
export function gainKeeper(
  pair: GainPair,
  say: Say,
  work?: Work,
): (row: Ablation, o: Pick<GainRecord, 'seed' | 'aligner'>) => Promise<void> {
  const make = gainRecorder(pair, work);
  return async (row, o) => {
    const record = await make(row, o);
    keepGain(record);
    say(gainLine(record));
  };
}

/** Lists the stale records among those that are meant; `run`: runs them again. */
export async function gainStale(
  pair: GainPair,
  o: MeantRecords & { readonly run?: boolean },
  say: Say,
  work?: Work,
): Promise<void> {
  const found = await staleOf(pair, o);
  for (const line of found.length > 0 ? staleLines(found) : ['Every record holds.']) say(line);
  if (!o.run) return;
  const keep = gainKeeper(pair, say, work);
  for (const { row, record } of found.toSorted((a, b) => a.record.seed - b.record.seed)) await keep(row, record);
}

/**
 * Runs stale records of some rows (`psqe` and `pivot-csls`) again, for each code that they are of one random seed, and writes
 * down where the code is the same ({@link confirmRecord}).
 * @returns whether all came out the same
 */
export async function gainConfirm(pair: GainPair, o: MeantRecords, say: Say, work?: Work): Promise<boolean> {
  const { rows = ['psqe', 'pivot-csls'], aligner, seeds } = o;
  const stale = await staleOf(pair, { aligner });
  const chosen = recordsToConfirm(stale, rows, seeds);
  if (chosen.length === 0) say(`No stale records of ${rows.join(', ')} that a run could confirm.`);
  const runner = gainRunner(pair);
  const run = ({ row, record }: StaleRecord) =>
    runner(row, { seed: record.seed, aligner: record.aligner }, { signal: work?.signal });
  let all = true;
  for (const each of chosen) {
    const confirmation = await confirmRecord(each, { stale, run, equal: readEquivalences() });
    if (confirmation.equivalence) addEquivalences([confirmation.equivalence]);
    else all = false;
    for (const line of confirmationLines(confirmation)) say(line);
  }
  return all;
}

async function staleOf(pair: GainPair, { rows, aligner, seeds }: MeantRecords): Promise<StaleRecord[]> {
  const meant = (r: GainRecord) => (!aligner || r.aligner === aligner) && (!seeds || seeds.includes(r.seed));
  return staleRecords(pair, {
    records: readGain(pair.name).filter(meant),
    rows: gainAblations.filter((v) => !rows || rows.includes(v.name)),
    equal: readEquivalences(),
  });
}
