import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AbortedError, packageRoot } from '../../../src/base/index.js';
import { type GainRecord, gainAblations, rowKey, slurmSweep } from '../../../src/study/index.js';
import { commitResult } from '../../../src/study/sweep/shared/results.js';
import { openSweep, type Sweep, sweepJob } from '../../../src/study/sweep/shared/sweep.js';
import { SlurmError } from '../../../src/study/sweep/slurm/commands.js';
import { temporaryFolder } from '../../read/folders.js';
import { record } from '../made-up-records.js';
import { smallPair } from './small-pair.js';

// Against commands of our own in Slurm's place, which run the tasks as processes; the trials against Slurm itself are
// `node bench/run.mjs slurm`.

const path = process.env.PATH;
let fake = '';
beforeEach(() => {
  fake = temporaryFolder();
  mkdirSync(join(fake, 'bin'));
  const program = join(packageRoot(), 'test', 'support', 'slurm', 'slurm.mjs');
  for (const name of ['sbatch', 'squeue', 'scontrol']) symlinkSync(program, join(fake, 'bin', name));
  Object.assign(process.env, { PATH: `${join(fake, 'bin')}:${path}`, FAKE_SLURM: fake });
});
afterEach(() => {
  process.env.PATH = path;
});
const goWrong = (name: string, text: string) => writeFileSync(join(fake, name), text);
const arrays = () => readdirSync(fake).filter((name) => /^\d+$/.test(name));

const { made } = record('row', 1, [1]);
const jobOf = (seed: number, pair = 'nowhere') =>
  sweepJob({ pair, ablation: 'raw', aligner: 'small', seed }, { ...made, code: 'c' }, 1);
const sweepOf = (...seeds: number[]) =>
  openSweep(
    temporaryFolder(),
    seeds.map((seed) => jobOf(seed)),
    1,
  );
const commit = (sweep: Sweep, i: number) =>
  commitResult(sweep, sweep.jobs[i]!, record('raw', sweep.jobs[i]!.seed, [1]));

/** Runs a sweep that looks often; gives records, lines and failures. */
async function swept(sweep: Sweep, o = {}, work = {}) {
  const records: GainRecord[] = [];
  const lines: string[] = [];
  const ears = {
    result: (found: GainRecord) => void records.push(found),
    say: (line: string) => void lines.push(line),
  };
  const failed = await slurmSweep(sweep, sweep.jobs, ears, { poll: 0.05, settle: 0.1, ...o }, work);
  return { records, lines, failed: failed.map(({ job, why, attempts }) => [job.seed, attempts, why]) };
}

const built = existsSync(join(packageRoot(), 'dist/study/sweep/gain-worker.js'));

describe('a sweep on Slurm', () => {
  test.skipIf(!built)('runs a real row in a task of an array, once, and finds it the next time', async () => {
    const key = await rowKey(await smallPair(), gainAblations.find(({ name }) => name === 'raw')!, 'small');
    const job = sweepJob({ pair: 'dbp15k', ablation: 'raw', aligner: 'small', seed: 1 }, key, 1);
    const sweep = openSweep(temporaryFolder(), [job], 1);
    const { records, failed } = await swept(sweep);
    expect(failed).toEqual([]);
    expect(records).toEqual([expect.objectContaining({ ablation: 'raw', made: job.made })]);
    expect((await swept(sweep)).records).toEqual(records);
    expect(arrays()).toEqual(['1']);
    const { args } = JSON.parse(readFileSync(join(fake, '1', 'array.json'), 'utf8'));
    expect(args).toEqual(expect.arrayContaining(['--array=0-0', '--cpus-per-task=1', '--no-requeue']));
  });

  test.skipIf(!built)('does not give again what throws; the others go on', async () => {
    const sweep = sweepOf(1, 2);
    commit(sweep, 1);
    const { records, failed } = await swept(sweep);
    expect(records.map(({ seed }) => seed)).toEqual([2]);
    expect(failed).toEqual([[1, 1, expect.stringMatching(/no pair "nowhere"/)]]);
    expect(arrays()).toEqual(['1']);
  });

  test('gives lost tasks again, three times in all, and the next call begins anew', async () => {
    for (const n of [1, 2, 3]) goWrong(`state-${n}`, 'NODE_FAIL');
    const sweep = sweepOf(1);
    const { failed, lines } = await swept(sweep);
    expect(failed).toEqual([[1, 3, "it was lost 3 times, last by Slurm's NODE_FAIL"]]);
    expect(lines.filter((line) => line.includes('is begun again'))).toHaveLength(2);
    goWrong('state-4', 'OUT_OF_MEMORY');
    expect((await swept(sweep, { attempts: 1 })).failed).toEqual([
      [1, 1, "it was lost 1 times, last by Slurm's OUT_OF_MEMORY"],
    ]);
  });

  test.each([
    ['CANCELLED', 'it was cancelled'],
    ['TIMEOUT', 'it ran out of its time: give more by --time'],
  ])('%s is not given again', async (state, why) => {
    goWrong('state-1', state);
    expect((await swept(sweepOf(1))).failed).toEqual([[1, 1, why]]);
  });

  test('begun twice is one: the second waits for what the first has given', async () => {
    goWrong('state-1', 'NODE_FAIL');
    const sweep = sweepOf(1, 2);
    const both = [swept(sweep, { settle: 5 }), swept(sweep, { settle: 5 })];
    setTimeout(() => [0, 1].map((i) => commit(sweep, i)), 1000);
    for (const { records, failed } of await Promise.all(both)) {
      expect(records.map(({ seed }) => seed)).toEqual([1, 2]);
      expect(failed).toEqual([]);
    }
    expect(arrays()).toEqual(['1']);
  });

  test('stopped, it leaves the tasks and says how to cancel them', async () => {
    goWrong('state-1', 'NODE_FAIL');
    const sweep = sweepOf(1);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const run = swept(sweep, { settle: 60 }, { signal: stop.signal });
    await expect(run).rejects.toThrow(AbortedError);
    await expect(run).rejects.toThrow(`scancel --name=psqe-${sweep.id}-1`);
    commit(sweep, 0);
    expect((await swept(sweep)).records).toHaveLength(1);
    expect(arrays()).toEqual(['1']);
  });

  test('waits while Slurm does not answer, and loses nothing by it', async () => {
    goWrong('state-1', 'NODE_FAIL');
    const sweep = sweepOf(1);
    const run = swept(sweep, { settle: 0.5 });
    while (arrays().length === 0) await new Promise((done) => setTimeout(done, 5));
    await new Promise((done) => setTimeout(done, 100));
    goWrong('down', 'Unable to contact slurm controller (connect failure)');
    await new Promise((done) => setTimeout(done, 1500));
    commit(sweep, 0);
    const { records, lines, failed } = await run;
    expect([records.length, failed]).toEqual([1, []]);
    expect(lines.filter((line) => line.includes('waiting for it'))).toHaveLength(1);
    rmSync(join(fake, 'down'));
    expect(arrays()).toEqual(['1']);
  });

  test('what Slurm refuses is said in its words, and leaves nothing behind', async () => {
    goWrong('refuse', 'invalid partition specified: nope');
    const sweep = sweepOf(1);
    await expect(swept(sweep)).rejects.toThrow(SlurmError);
    await expect(swept(sweep)).rejects.toThrow('invalid partition specified: nope');
    process.env.PATH = temporaryFolder();
    await expect(swept(sweep)).rejects.toThrow(/sbatch: is not here/);
    process.env.PATH = `${join(fake, 'bin')}:${path}`;
    rmSync(join(fake, 'refuse'));
    goWrong('state-1', 'CANCELLED');
    expect((await swept(sweep)).failed).toEqual([[1, 1, 'it was cancelled']]);
  });
});
