/**
 * Seconds an epoch and peak memory of training, on the embedded emoji and on DBP15K where it is found.
 *
 *     node bench/run.mjs train [--engine native|wasm|js] [--model mclea] [--epochs 6] [--only emoji|dbp15k]
 *
 * Each row runs in a process of its own, so that its peak memory is its own. DBP15K lies in the data folder (README).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type EngineName, useEngine } from '../src/compute/index.js';
import { openTask } from '../src/features/index.js';
import type { SeedSet } from '../src/graph/index.js';
import { dataFolder } from '../src/read/index.js';
import { trainAligner } from '../src/train/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string' },
    model: { type: 'string', default: 'mclea' },
    epochs: { type: 'string', default: '6' },
    only: { type: 'string' },
    row: { type: 'string' },
  },
});
const dbp15k = dataFolder('dbp15k', 'zh_en');
const rows = [
  { name: 'emoji, 800 seeds', where: 'emoji', seeds: 800 },
  { name: 'emoji, 3000 seeds', where: 'emoji', seeds: 3000 },
  { name: 'DBP15K ZH-EN, 4500 seeds', where: dbp15k, seeds: 4500 },
].filter((row) => !given.only || row.name.toLowerCase().startsWith(given.only));

if (given.row === undefined) all();
else await one(rows[Number(given.row)]!);

/** Runs every row in a child process and prints the table. */
function all(): void {
  console.log(
    '| data | engine | model | seconds to open | first epoch, s | an epoch after, s (median) | CPU seconds an epoch | peak memory, MiB |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  rows.forEach((row, i) => {
    if (row.where !== 'emoji' && !existsSync(row.where)) {
      console.log(`| ${row.name} | not found, skipped |`);
      return;
    }
    const child = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--row', String(i)], {
      stdio: 'inherit',
    });
    if (child.status !== 0) process.exitCode = 1;
  });
}

/** Trains on true links (their number and place matter for the time, not what they are) and prints one row. */
async function one(row: (typeof rows)[number]): Promise<void> {
  const engine = useEngine(given.engine ? { engine: given.engine as EngineName } : {});
  const started = performance.now();
  const { task, truth } = openTask(row.where);
  const opened = (performance.now() - started) / 1000;
  const seeds: SeedSet = {
    left: truth!.links.left.subarray(0, row.seeds),
    right: truth!.links.right.subarray(0, row.seeds),
    score: new Float32Array(row.seeds),
  };
  const epochs: number[] = [];
  const cpu: number[] = [];
  let last = performance.now();
  let used = process.cpuUsage();
  const onProgress = () => {
    const [now, spent] = [performance.now(), process.cpuUsage(used)];
    epochs.push((now - last) / 1000);
    cpu.push((spent.user + spent.system) / 1e6);
    [last, used] = [now, process.cpuUsage()];
  };
  await trainAligner(task, seeds, { model: given.model, epochs: Number(given.epochs) }, { onProgress });
  const median = (list: number[]) => list.slice(1).sort((a, b) => a - b)[(list.length - 1) >> 1] ?? Number.NaN;
  const cells = [
    row.name,
    `${engine.name} (${engine.threads} threads)`,
    given.model,
    opened.toFixed(1),
    epochs[0]!.toFixed(2),
    median(epochs).toFixed(3),
    median(cpu).toFixed(3),
    (process.resourceUsage().maxRSS / 1024).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
