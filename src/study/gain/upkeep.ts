import type { GainArguments } from './asked.js';
import { confirmationLines, confirmRecord, recordsToConfirm } from './confirm.js';
import { addEquivalences, readEquivalences } from './equivalent.js';
import { gainInputs } from './inputs.js';
import { type GainRecord, gainKey, readGain, writeGain } from './record.js';
import { type GainPair, gainRunner } from './run.js';
import { type StaleRecord, staleLines, staleRecords } from './stale.js';
import { gainFile } from './stored.js';
import { gainVariants, type Variant } from './variants.js';

type Say = (line: string) => void;

/** Runs rows of a pair, each record kept as soon as its run ends. */
export function gainKeeper(
  pair: GainPair,
  say: Say,
): (row: Variant, o: Pick<GainRecord, 'seed' | 'aligner'>) => Promise<void> {
  const run = gainRunner(pair);
  return async (row, { seed, aligner }) => {
    // Before the run, so that code which is not compiled is said at once.
    const inputs = await gainInputs(pair, row, aligner);
    const record: GainRecord = { ...(await run(row, { seed, aligner })), inputs };
    // Read now: another process may have added to the file meanwhile.
    writeGain(gainFile(pair.name), [...readGain(gainFile(pair.name)), record]);
    say(`${gainKey(record)}: ${record.count} seeds at ${record.precision}, Hits@1 ${record.hits1}`);
  };
}

/** Lists the stale records that are asked for (of every row, aligner and random seed where none is named); runs them again. */
export async function gainStale(pair: GainPair, given: GainArguments, say: Say): Promise<void> {
  const found = await staleOf(pair, given, { rows: given.asked.rows, seeds: given.asked.seeds });
  for (const line of found.length > 0 ? staleLines(found) : ['Every record holds.']) say(line);
  if (!given.run) return;
  const keep = gainKeeper(pair, say);
  for (const { row, record } of found.toSorted((a, b) => a.record.seed - b.record.seed)) await keep(row, record);
}

/**
 * Runs stale records of the rows asked for (`psqe` and `pivot-csls`) again, of each code one random seed, and writes down
 * where the code is the same ({@link confirmRecord}).
 * @returns whether all came out the same
 */
export async function gainConfirm(pair: GainPair, given: GainArguments, say: Say): Promise<boolean> {
  const stale = await staleOf(pair, given, { rows: false, seeds: false });
  const rows = given.asked.rows ? given.variants.map((v) => v.name) : ['psqe', 'pivot-csls'];
  const chosen = recordsToConfirm(stale, rows, given.asked.seeds ? given.seeds : undefined);
  if (chosen.length === 0) say(`No stale records of ${rows.join(', ')} that a run could confirm.`);
  const runner = gainRunner(pair);
  const run = ({ row, record: { seed, aligner } }: StaleRecord) => runner(row, { seed, aligner });
  let all = true;
  for (const each of chosen) {
    const confirmation = await confirmRecord(each, { stale, run, equal: readEquivalences() });
    if (confirmation.equivalence) addEquivalences([confirmation.equivalence]);
    else all = false;
    for (const line of confirmationLines(confirmation)) say(line);
  }
  return all;
}

async function staleOf(pair: GainPair, given: GainArguments, only: { rows: boolean; seeds: boolean }) {
  const wanted = (r: GainRecord) =>
    (!given.asked.aligner || r.aligner === given.aligner) && (!only.seeds || given.seeds.includes(r.seed));
  return staleRecords(pair, {
    records: readGain(gainFile(pair.name)).filter(wanted),
    rows: only.rows ? given.variants : gainVariants,
    equal: readEquivalences(),
  });
}
