import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AbortedError, DataError, packageRoot } from '../../../src/base/index.js';
import {
  type GainRecord,
  gainAblations,
  type RecordKey,
  rowKey,
  temporalSweep,
  temporalWorker,
} from '../../../src/study/index.js';
import { commitResult } from '../../../src/study/sweep/shared/results.js';
import { openSweep, type Sweep, sweepJob } from '../../../src/study/sweep/shared/sweep.js';
import { temporaryFolder } from '../../read/folders.js';
import { record } from '../made-up-records.js';
import { smallPair } from './small-pair.js';

const { made } = record('row', 1, [1]);
const jobOf = (seed: number, key: RecordKey = { ...made, code: 'c' }, pair = 'nowhere') =>
  sweepJob({ pair, ablation: 'raw', aligner: 'small', seed }, key, 1);
const before = process.cwd();

/** Runs a sweep that looks often; gives records, lines and failures. */
async function swept(sweep: Sweep, o = {}, work = {}) {
  const records: GainRecord[] = [];
  const lines: string[] = [];
  const ears = {
    result: (found: GainRecord) => void records.push(found),
    say: (line: string) => void lines.push(line),
  };
  const failed = await temporalSweep(sweep, sweep.jobs, ears, { poll: 0.2, settle: 0.2, ...o }, work);
  return { records, lines, failed: failed.map(({ job, why }) => [job.seed, why]) };
}

test('where the SDK is not installed, it is said how to install it', async () => {
  const sweep = openSweep(temporaryFolder(), [jobOf(1)], 1);
  await expect(swept(sweep)).rejects.toThrow(/@temporalio\/client: is not installed.*npm install @temporalio\/client@/);
  await expect(temporalWorker(sweep.folder, { workers: 1, silence: 60 }, () => {})).rejects.toThrow('is not installed');
});

// `node bench/run.mjs temporal` installs both; its trials are against the same server, broken.
const there = join(packageRoot(), '.cache', 'temporal');
const program = join(there, 'bin', 'bin', 'temporal');
const built = join(packageRoot(), 'dist', 'study', 'sweep', 'gain-worker.js');

describe.skipIf(![program, built, join(there, 'node_modules')].every(existsSync))('with a server', () => {
  let server: ChildProcess;
  beforeAll(async () => {
    const port = await new Promise<number>((done) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => done(port));
      });
    });
    process.env.TEMPORAL_ADDRESS = `127.0.0.1:${port}`;
    const words = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)];
    const log = openSync(join(temporaryFolder(), 'log'), 'a');
    server = spawn(program, words, { stdio: ['ignore', log, log] });
    process.chdir(there);
    for (let i = 0; ; i++) {
      const ask = spawn(program, ['operator', 'cluster', 'health', '--address', process.env.TEMPORAL_ADDRESS]);
      if ((await new Promise((done) => ask.on('close', done))) === 0) break;
      if (i > 60) throw new Error('no server');
    }
  });
  afterAll(() => {
    process.chdir(before);
    server?.kill('SIGKILL');
  });

  test('a worker runs a real row; begun again there is nothing to do', async () => {
    const key = await rowKey(await smallPair(), gainAblations.find(({ name }) => name === 'raw')!, 'small');
    const jobs = [1, 2].map((seed) => jobOf(seed, key, 'dbp15k'));
    const sweep = openSweep(temporaryFolder(), jobs, 1);
    commitResult(sweep, jobs[1]!, record('raw', 2, [1]));
    const { records, failed, lines } = await swept(sweep, { workers: 1 });
    expect(failed).toEqual([]);
    expect(records.map(({ seed }) => seed).sort()).toEqual([1, 2]);
    expect(records.find(({ seed }) => seed === 1)!.made).toEqual(jobs[0]!.made);
    expect(lines.filter((line) => line.includes('begun, process'))).toHaveLength(1);
    expect((await swept(sweep)).lines.filter((line) => line.includes('as workflow'))).toEqual([]);
  }, 300_000);

  test('a worker of other code is refused; stopped, the sweep goes on; begun twice it is one', async () => {
    const key = await rowKey(await smallPair(), gainAblations.find(({ name }) => name === 'raw')!, 'small');
    const sweep = openSweep(temporaryFolder(), [jobOf(1, { ...key, code: 'other' }, 'dbp15k')], 1);
    const worker = temporalWorker(sweep.folder, { workers: 1, silence: 60 }, () => {});
    await expect(worker).rejects.toThrow(DataError);
    await expect(worker).rejects.toThrow(/refused: this worker and sweep \w+ differ in code/);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 2000);
    const first = swept(sweep, {}, { signal: stop.signal });
    const second = swept(sweep);
    await expect(first).rejects.toThrow(AbortedError);
    await expect(first).rejects.toThrow(`temporal workflow cancel --workflow-id psqe-${sweep.id}`);
    const cancel = spawn(program, [
      'workflow',
      'terminate',
      '-w',
      `psqe-${sweep.id}`,
      '--address',
      process.env.TEMPORAL_ADDRESS!,
    ]);
    await new Promise((done) => cancel.on('close', done));
    expect((await second).failed).toEqual([[1, 'it was cancelled']]);
  });

  test('without a server it is said where one was looked for', async () => {
    const sweep = openSweep(temporaryFolder(), [jobOf(1)], 1);
    await expect(swept(sweep, { server: '127.0.0.1:1' })).rejects.toThrow(/127\.0\.0\.1:1: no Temporal server/);
  });
});
