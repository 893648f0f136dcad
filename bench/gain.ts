/**
 * The gain table: runs rows that have no record yet (or `--fresh` ones again), and prints the table.
 *
 *     node bench/run.mjs gain [--pair emoji] [--rows main|ingredients|NAME,NAME] [--aligner NAME of gainAligners]
 *                             [--seeds 1-5] [--fresh] [--table] [--markdown]
 *     node bench/run.mjs gain --stale [--run] [--pair …] [--rows …] [--aligner …] [--seeds …]
 *     node bench/run.mjs gain --confirm [--pair …] [--rows psqe,pivot-csls] [--aligner …] [--seeds …]
 *
 * Pairs: `emoji` (embedded), `dbp15k` (ZH-EN; the README says where it goes), or two emoji sides such as
 * `fr:openmoji,it:fluent`, built on first use into .cache. Records: data/gain/PAIR.jsonl, one a line, each written as soon as
 * its run ends. `--table` runs nothing. `node bench/run.mjs gain-docs` writes the tables into docs/gain.md and the README.
 *
 * A record holds hashes of the compiled code, data and options that it depends on. `--stale` lists the records (of all rows
 * and aligners, unless some are named) that differ in those from what stands now; with `--run` it runs them again. `--confirm`
 * runs, of each named row, one random seed for each code that its stale records are of, and where seed list and ranks come
 * out the same to the last bit writes down in data/gain/equivalent.jsonl that the code is the same, so that those records
 * hold. It prints what that shows and what it does not.
 */
import Table from 'cli-table3';
import {
  addEquivalences,
  confirmationLines,
  confirmRecord,
  type GainRecord,
  gainFile,
  gainInputs,
  gainKey,
  gainRunner,
  marksUsed,
  readEquivalences,
  readGain,
  recordsToConfirm,
  type StaleRecord,
  staleLines,
  staleRecords,
  type Variant,
  writeGain,
} from '../src/experiments/index.js';
import { cellsOf, gainArguments, head, markdown, openPair, storedTable } from './gain-table.js';

const given = gainArguments(process.argv.slice(2));
const pair = await openPair(given.pair);
const file = gainFile(given.pair);
const runRow = gainRunner(pair);

if (given.confirm) await confirmRows();
else if (given.stale) await listStale();
else {
  if (!given.table) await runMissing();
  print();
}

/** Runs a row and keeps its record as soon as it is there. */
async function keepRun(row: Variant, o: { seed: number; aligner: string }): Promise<void> {
  // Before the run, so that code which is not compiled is said at once.
  const inputs = await gainInputs(pair, row, o.aligner);
  const record: GainRecord = { ...(await runRow(row, o)), inputs };
  // Read again: another process may have added to the file meanwhile.
  writeGain(file, [...readGain(file), record]);
  console.error(`${gainKey(record)}: ${record.count} seeds at ${record.precision}, Hits@1 ${record.hits1}`);
}

/** Seed by seed, so that rows which share seeds find them made. */
async function runMissing(): Promise<void> {
  const { aligner } = given;
  for (const seed of given.seeds)
    for (const variant of given.variants) {
      const key = gainKey({ pair: pair.name, variant: variant.name, aligner, seed });
      if (!given.fresh && readGain(file).some((r) => gainKey(r) === key)) continue;
      await keepRun(variant, { seed, aligner });
    }
}

/** Stale records of what was asked for on the command line; of everything where nothing was. */
async function stale(o: { rows: boolean; seeds: boolean }): Promise<StaleRecord[]> {
  const records = readGain(file).filter(
    (r) => given.aligners.includes(r.aligner) && (!o.seeds || given.seeds.includes(r.seed)),
  );
  const rows = o.rows ? given.variants : given.all;
  return staleRecords(pair, { records, rows, equal: readEquivalences() });
}

async function listStale(): Promise<void> {
  const found = await stale({ rows: given.asked.rows, seeds: given.asked.seeds });
  console.log(staleLines(found).join('\n') || 'Every record holds.');
  if (!given.run) return;
  const bySeed = found.toSorted((a, b) => a.record.seed - b.record.seed);
  for (const { row, record } of bySeed) await keepRun(row, record);
}

async function confirmRows(): Promise<void> {
  const found = await stale({ rows: false, seeds: false });
  const rows = given.asked.rows ? given.variants.map((v) => v.name) : ['psqe', 'pivot-csls'];
  const chosen = recordsToConfirm(found, rows, given.asked.seeds ? given.seeds : undefined);
  if (chosen.length === 0) console.log(`No stale records of ${rows.join(', ')}.`);
  const run = ({ row, record }: StaleRecord) => runRow(row, record);
  for (const each of chosen) {
    const confirmation = await confirmRecord(each, { stale: found, run, equal: readEquivalences() });
    if (confirmation.equivalence) addEquivalences([confirmation.equivalence]);
    else process.exitCode = 1;
    console.log(confirmationLines(confirmation).join('\n'));
  }
}

function print(): void {
  const cells = storedTable(pair, given).map(cellsOf);
  console.log(`${given.pair}, aligner ${given.aligner}\n`);
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...cells);
  console.log(given.markdown ? markdown(head, cells).join('\n') : `${table}`);
  for (const line of marksUsed(cells.map((row) => row[1]).join(''))) console.log(`\n${line}`);
}
