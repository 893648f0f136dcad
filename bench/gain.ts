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
 * its run ends, and the groups of test links beside them. `--table` runs nothing and builds nothing. `node bench/run.mjs
 * gain-docs` writes tables and numbers into docs/gain.md and the README.
 *
 * A record holds hashes of the compiled code, data and options that it depends on. `--stale` lists the records (of all rows,
 * aligners and random seeds, unless some are named) that differ in those from what stands now; with `--run` it runs them
 * again. `--confirm` runs, of each named row, one random seed for each code that its stale records are of; where seed list
 * and ranks come out the same to the last bit, it writes down in data/gain/equivalent.jsonl that the code is the same, so
 * that the records of that code hold. It prints what that shows and what it does not.
 */
import Table from 'cli-table3';
import { gainArguments, storedRows } from '../src/study/gain/asked.js';
import { gainCells, gainHead, markdown } from '../src/study/gain/cells.js';
import { writeGroups } from '../src/study/gain/groups.js';
import { marksUsed } from '../src/study/gain/marks.js';
import { gainConfirm, gainKeeper, gainStale } from '../src/study/gain/upkeep.js';
import { gainFile, gainGroups, gainKey, madeHere, readGain } from '../src/study/index.js';
import { openPair } from './gain-table.js';

const given = gainArguments(process.argv.slice(2));
if (given.confirm) {
  if (!(await gainConfirm(await openPair(given.pair), given.meant, console.log))) process.exitCode = 1;
} else if (given.stale) {
  await gainStale(await openPair(given.pair), { ...given.meant, run: given.run }, console.log);
} else {
  if (!given.table) await runMissing();
  print();
}

/** Seed by seed, so that rows which share seeds find them made. */
async function runMissing(): Promise<void> {
  const file = gainFile(given.pair);
  const pair = await openPair(given.pair);
  writeGroups(given.pair, madeHere(pair.task).task, gainGroups(pair.task, pair.truth));
  const keep = gainKeeper(pair, console.error);
  for (const seed of given.seeds)
    for (const variant of given.variants) {
      const key = gainKey({ pair: pair.name, variant: variant.name, aligner: given.aligner, seed });
      if (!given.fresh && readGain(file).some((r) => gainKey(r) === key)) continue;
      await keep(variant, { seed, aligner: given.aligner });
    }
}

function print(): void {
  const cells = storedRows(given).map(gainCells);
  console.log(`${given.pair}, aligner ${given.aligner}\n`);
  const table = new Table({ head: [...gainHead], style: { head: [], border: [] } });
  table.push(...cells);
  console.log(given.markdown ? markdown(gainHead, cells).join('\n') : `${table}`);
  for (const line of marksUsed(cells.map((row) => row[1]).join(''))) console.log(`\n${line}`);
}
