/**
 * Time, peak memory and quality of every maker of seeds, on the embedded emoji and on DBP15K where it is found.
 *
 *     node bench/run.mjs seeds [--engine native|wasm|js] [--only emoji|dbp15k] [--k 800] [--epochs N] [--reference]
 *
 * Rows of one data set share a process, so peak memory is that of the process so far. `--epochs` overrides stage 2's.
 * DBP15K lies in the data folder (README); k is 4500 there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type EngineName, useEngine } from '../src/compute/index.js';
import { seedQuality } from '../src/evaluate/index.js';
import { openTask } from '../src/features/index.js';
import type { SeedSet } from '../src/graph/index.js';
import { dataFolder } from '../src/read/index.js';
import { pivotCsls, pivotSeeds, psqe } from '../src/seeds/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string' },
    only: { type: 'string' },
    k: { type: 'string' },
    epochs: { type: 'string' },
    reference: { type: 'boolean', default: false },
    data: { type: 'string' },
  },
});
const sets = {
  emoji: { where: 'emoji', k: 800 },
  dbp15k: { where: dataFolder('dbp15k', 'zh_en'), k: 4500 },
};

if (given.data === undefined) all();
else await one(given.data as keyof typeof sets);

function all(): void {
  console.log(
    '| data | seeds | seconds | CPU seconds | peak memory, MiB | count | precision | KL | coverage at 1 hop |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [name, { where }] of Object.entries(sets)) {
    if (given.only && given.only !== name) continue;
    if (where !== 'emoji' && !existsSync(where)) {
      console.log(`| ${name} | not found, skipped |`);
      continue;
    }
    const child = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--data', name], {
      stdio: 'inherit',
    });
    if (child.status !== 0) process.exitCode = 1;
  }
  console.log(`\nLoad of the machine at the end: ${loadavg()[0]!.toFixed(1)}`);
}

/** Measures one data set, a row for each maker and stage. */
async function one(name: keyof typeof sets): Promise<void> {
  const engine = useEngine(given.engine ? { engine: given.engine as EngineName } : {});
  const k = given.k ? Number(given.k) : sets[name].k;
  const { task, truth } = openTask(sets[name].where);
  let cpu = process.cpuUsage();
  const row = (what: string, { seeds, seconds }: { seeds: SeedSet; seconds: number }, measured = true) => {
    const spent = process.cpuUsage(cpu);
    const used = measured ? ((spent.user + spent.system) / 1e6).toFixed(1) : '';
    const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
    const { count, precision, balance, coverage } = seedQuality(task, seeds, { truth });
    const quality = [precision?.toFixed(3) ?? '', balance.cluster.kl.toFixed(3), coverage[1].toFixed(3)];
    const cells = [`${name}, ${engine.name}`, what, seconds.toFixed(1), used, peak, count, ...quality];
    console.log(`| ${cells.join(' | ')} |`);
    cpu = process.cpuUsage();
  };
  row('pivot', await pivotSeeds(task, { k }));
  row('pivot-csls', await pivotSeeds(task, { k, ...pivotCsls }));
  const refine = given.epochs ? { epochs: Number(given.epochs) } : {};
  for (const preset of given.reference ? (['default', 'reference'] as const) : (['default'] as const)) {
    const whole = await psqe(task, { k, preset, refine });
    const { resample, refine: second, expand } = whole.stages;
    row(`${preset}: psqe`, whole);
    row(`${preset}: stage 1`, resample, false);
    row(`${preset}: stage 2, ${second.options.epochs} epochs`, second, false);
    row(`${preset}: stage 3`, expand, false);
  }
}
