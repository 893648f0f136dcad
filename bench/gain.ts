/**
 * The gain table: runs rows that have no record yet (or `--fresh` ones again), and prints the table.
 *
 *     node bench/run.mjs gain [--pair emoji] [--rows main|ingredients|NAME,NAME] [--aligner NAME of gainAligners]
 *                             [--seeds 1-5] [--fresh] [--table] [--markdown]
 *
 * Pairs: `emoji` (embedded), `dbp15k` (ZH-EN; the README says where it goes), or two emoji sides such as
 * `fr:openmoji,it:fluent`, built on first use into .cache. Records: data/gain/PAIR.jsonl, one a line, each written as soon as
 * its run ends, and the groups of test links beside them. `--table` runs nothing and builds nothing. `node bench/run.mjs
 * gain-docs` writes tables and numbers into docs/gain.md and the README.
 */
import Table from 'cli-table3';
import { gainArguments, storedRows } from '../src/study/gain/asked.js';
import { gainCells, gainHead, markdown } from '../src/study/gain/cells.js';
import { writeGroups } from '../src/study/gain/groups.js';
import { gainFile, gainGroups, gainKey, gainRunner, madeHere, readGain, writeGain } from '../src/study/index.js';
import { openPair } from './gain-table.js';

const given = gainArguments(process.argv.slice(2));
if (!given.table) await runMissing();
print();

/** Seed by seed, so that rows which share seeds find them made. */
async function runMissing(): Promise<void> {
  const file = gainFile(given.pair);
  const pair = await openPair(given.pair);
  writeGroups(given.pair, madeHere(pair.task).task, gainGroups(pair.task, pair.truth));
  const run = gainRunner(pair);
  for (const seed of given.seeds)
    for (const variant of given.variants) {
      const key = gainKey({ pair: pair.name, variant: variant.name, aligner: given.aligner, seed });
      if (!given.fresh && readGain(file).some((r) => gainKey(r) === key)) continue;
      const record = await run(variant, { seed, aligner: given.aligner });
      // Read again: another process may have added to the file meanwhile.
      writeGain(file, [...readGain(file), record]);
      console.error(`${key}: ${record.count} seeds at ${record.precision}, Hits@1 ${record.hits1}`);
    }
}

function print(): void {
  const cells = storedRows(given).map(gainCells);
  console.log(`${given.pair}, aligner ${given.aligner}\n`);
  if (given.markdown) {
    console.log(markdown(gainHead, cells).join('\n'));
    return;
  }
  const table = new Table({ head: [...gainHead], style: { head: [], border: [] } });
  table.push(...cells);
  console.log(`${table}`);
}
