// @ts-nocheck: plain JavaScript, which Node runs as it is.
// Begins a sweep, or goes on with it, as `psqe study run gain --on …` does, but keeps no record in the package's data: what it hears goes
// to stdout, a JSON object a line. `node bench/cluster/coordinate.mjs '{"on": "slurm", "store": …, "seeds": […], "o": {…}}'`
import { gainAblations, openPair, rowKey } from '../../dist/study/index.js';
import { openSweep, sweepJob } from '../../dist/study/sweep/shared/sweep.js';

const { on, store, seeds, rows = ['raw'], threads = 1, code, o } = JSON.parse(process.argv[2]);
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const pair = await openPair('dbp15k');
const jobs = [];
for (const row of rows) {
  const key = await rowKey(pair, gainAblations.find(({ name }) => name === row), 'small');
  for (const seed of seeds) {
    const job = { pair: pair.name, ablation: row, aligner: 'small', seed };
    jobs.push(sweepJob(job, code ? { ...key, code } : key, threads));
  }
}
const sweep = openSweep(store, jobs, threads);
tell({ sweep: sweep.folder });
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
const run =
  on === 'slurm'
    ? (await import('../../dist/study/sweep/slurm/sweep.js')).slurmSweep
    : (await import('../../dist/study/sweep/temporal/sweep.js')).temporalSweep;
const ears = { result: (record) => tell({ record }), say: (said) => tell({ said }) };
try {
  const failed = await run(sweep, sweep.jobs, ears, o, { signal: stop.signal });
  tell({ ended: failed.map(({ name, why, attempts }) => ({ name, why, attempts })) });
} catch (error) {
  tell({ error: error.message });
  process.exitCode = 1;
}
