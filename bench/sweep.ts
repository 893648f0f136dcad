/**
 * Runs of the gain study shared out to worker processes, beside one after the other: `node bench/run.mjs sweep [runs] [workers]`.
 * The row `pivot` with the small aligner on the embedded pair, a random seed each; nothing is kept. A Markdown table: seconds, and
 * how many times as fast. Needs a build, and a machine at rest.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/base/index.js';
import type { GainRecord } from '../src/study/index.js';
import { runPool } from '../src/study/index.js';

const [runs = 20, workers = availableParallelism()] = process.argv.slice(3).map(Number);
const program = join(packageRoot(), 'dist/study/sweep/gain-worker.js');
const jobs = Array.from({ length: runs }, (_, i) => {
  const job = { pair: 'emoji', ablation: 'pivot', aligner: 'small', seed: i + 1 };
  return { name: `seed ${job.seed}`, group: `${job.seed}`, job };
});

async function seconds(count: number): Promise<{ seconds: number; cpu: number }> {
  const [start, records] = [performance.now(), [] as GainRecord[]];
  const ears = {
    result: (record: GainRecord) => void records.push(record),
    say: (line: string) => console.error(line),
  };
  const failed = await runPool<unknown, GainRecord>(program, jobs, ears, { workers: count });
  if (failed.length > 0 || records.length !== runs) throw new Error(`${failed.length} runs failed`);
  const cpu = records.reduce((sum, record) => sum + record.cpu!.seeds + record.cpu!.aligner, 0);
  return { seconds: (performance.now() - start) / 1000, cpu };
}

const one = await seconds(1);
const many = await seconds(workers);
console.log(
  `| ${runs} runs | wall-clock s | processor s of seeds and training | times as fast |\n| --- | --- | --- | --- |`,
);
for (const [name, took] of [['one worker, all cores', one] as const, [`${workers} workers`, many] as const])
  console.log(
    `| ${name} | ${took.seconds.toFixed(1)} | ${took.cpu.toFixed(1)} | ${(one.seconds / took.seconds).toFixed(2)} |`,
  );
