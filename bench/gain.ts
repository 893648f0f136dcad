/**
 * The gain table: runs rows that have no record yet (or `--fresh` ones again), and prints the table.
 *
 *     node bench/run.mjs gain [--pair emoji] [--rows main|ingredients|NAME,NAME] [--aligner small|mclea|meaformer]
 *                             [--seeds 1-5] [--fresh] [--table] [--markdown]
 *
 * Pairs: `emoji` (embedded), `dbp15k` (ZH-EN; the README says where it goes), or two emoji sides such as
 * `fr:openmoji,it:fluent`, built on first use into .cache. Records: data/gain/PAIR.jsonl, one a line, each written as soon as
 * its run ends. `--table` runs nothing.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { buildEmoji } from '../src/datasets/index.js';
import {
  type GainPair,
  gainFile,
  gainGroups,
  gainKey,
  gainRunner,
  gainTable,
  gainVariants,
  readGain,
  writeGain,
} from '../src/experiments/index.js';
import { openTask } from '../src/features/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    pair: { type: 'string', default: 'emoji' },
    rows: { type: 'string', default: 'main' },
    aligner: { type: 'string', default: 'mclea' },
    seeds: { type: 'string', default: '1-5' },
    fresh: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});

const main = ['pivot', 'pivot-n', 'pivot-csls', 'pivot-csls-n', 'reference', 'psqe', 'truth30', 'truth30-refined'];
const names = { main, ingredients: ['psqe', ...gainVariants.map((v) => v.name).filter((n) => !main.includes(n))] };
const wanted = names[given.rows as keyof typeof names] ?? given.rows.split(',');
const variants = wanted.map((name) => {
  const found = gainVariants.find((v) => v.name === name);
  if (!found) throw new Error(`no row "${name}"; known: ${gainVariants.map((v) => v.name).join(', ')}`);
  return found;
});
const [first, last = first] = given.seeds.split('-').map(Number) as [number, number?];
const seeds = Array.from({ length: last! - first + 1 }, (_, i) => first + i);
const file = gainFile(given.pair);

const pair = await openPair(given.pair);
if (!given.table) await runMissing();
print();

async function openPair(name: string): Promise<GainPair> {
  let where = name;
  let k = 800;
  if (name === 'dbp15k') {
    where = join(process.env.PSQE_DATA ?? resolve('../shared/data'), 'dbp15k', 'zh_en');
    k = 4500;
  } else if (name !== 'emoji') {
    where = join('.cache', `emoji-${name.replaceAll(/[:,]/g, '-')}`);
    const [left, right] = name.split(',');
    if (!existsSync(where)) await buildEmoji(where, { left: left!, right: right!, seed: 1, thumbnails: false });
  }
  const { task, truth } = openTask(where, { seed: 1 });
  return { name, task, truth: truth!, k };
}

/** Seed by seed, so that rows which share seeds find them made. */
async function runMissing(): Promise<void> {
  const run = gainRunner(pair);
  for (const seed of seeds)
    for (const variant of variants) {
      const key = gainKey({ pair: pair.name, variant: variant.name, aligner: given.aligner, seed });
      if (!given.fresh && readGain(file).some((r) => gainKey(r) === key)) continue;
      const record = await run(variant, { seed, aligner: given.aligner });
      // Read again: another process may have added to the file meanwhile.
      writeGain(file, [...readGain(file), record]);
      console.error(`${key}: ${record.count} seeds at ${record.precision}, Hits@1 ${record.hits1}`);
    }
}

function print(): void {
  const records = readGain(file).filter(
    (r) => r.aligner === given.aligner && wanted.includes(r.variant) && seeds.includes(r.seed),
  );
  const { links, marks } = gainGroups(pair.task, pair.truth);
  const groups = { sparse: marks['sparsest quarter']! };
  // The rows of true seeds, and ingredients, are no part of what "unseeded" compares.
  const compared = ['pivot', 'pivot-csls', 'psqe'];
  const rows = gainTable(records, { against: 'psqe', compared, groups, links });
  const percent = (x: number | null | undefined, digits = 1) => (x == null ? '' : (100 * x).toFixed(digits));
  const head = [
    'row',
    'runs',
    'seeds',
    'precision',
    'KL',
    'cov. 1 hop',
    'Hits@1',
    '± 95 %',
    'minus psqe',
    'sparse',
    'unseeded',
    's',
  ];
  const cells: string[][] = [];
  for (const name of wanted) {
    const row = rows.find((r) => r.variant === name);
    if (!row) continue;
    const d = row.difference;
    cells.push([
      name,
      String(row.runs),
      row.count.toFixed(0),
      percent(row.precision),
      row.kl.toFixed(3),
      percent(row.coverage1),
      percent(row.hits1),
      percent(row.interval && row.interval.high - row.hits1),
      d ? `${percent(d.mean)} [${percent(d.low)}, ${percent(d.high)}]` : '',
      percent(row.groups.sparse),
      percent(row.unseeded),
      row.seconds.toFixed(0),
    ]);
  }
  console.log(`${given.pair}, aligner ${given.aligner}, ${links} test links, seeds ${given.seeds}\n`);
  if (given.markdown) {
    for (const line of [head, head.map(() => '---'), ...cells]) console.log(`| ${line.join(' | ')} |`);
    return;
  }
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...cells);
  console.log(`${table}`);
}
