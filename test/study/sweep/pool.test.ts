import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { AbortedError } from '../../../src/base/index.js';
import { runPool } from '../../../src/study/index.js';

const program = join(import.meta.dirname, 'worker.mjs');
const folder = mkdtempSync(join(tmpdir(), 'psqe-pool-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Job {
  readonly kind: string;
  readonly value?: number;
  readonly file?: string;
}
interface Result {
  readonly pid: number;
  readonly value?: number;
  readonly threads: number;
}

const jobOf = (job: Job, group = 'a') => ({ name: `${job.kind} ${job.value ?? ''}`.trim(), group, job });
const echoes = (count: number) => Array.from({ length: count }, (_, value) => jobOf({ kind: 'echo', value }));
const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const until = async (what: () => boolean, ms = 15_000): Promise<void> => {
  for (const end = Date.now() + ms; !what(); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error('it did not come to that');
};

/** Runs a pool; gives its results, failures and lines. */
async function pooled(jobs: Parameters<typeof runPool<Job, Result>>[1], options = {}, work = {}) {
  const results: Result[] = [];
  const lines: string[] = [];
  const ears = { result: (result: Result) => void results.push(result), say: (line: string) => void lines.push(line) };
  const failed = await runPool<Job, Result>(program, jobs, ears, options, work);
  return { results, lines, failed };
}

describe('the pool', () => {
  it('gives every result once, and shares the cores out', async () => {
    const { results, failed } = await pooled(echoes(12), { workers: 3 });
    expect(results.map(({ value }) => value).sort((a, b) => a! - b!)).toEqual([...Array(12).keys()]);
    expect(failed).toEqual([]);
    expect(new Set(results.map(({ threads }) => threads))).toEqual(
      new Set([Math.max(1, Math.floor(availableParallelism() / 3))]),
    );
    for (const { pid } of results) expect(lives(pid)).toBe(false);
  });

  it('gives its workers the threads that they are to have', async () => {
    const { results } = await pooled(echoes(2), { workers: 2, threads: 3 });
    expect(results.map(({ threads }) => threads)).toEqual([3, 3]);
  });

  it('goes on with the group that a worker is at', async () => {
    const jobs = [0, 1, 2, 3].map((value) => jobOf({ kind: 'echo', value }, value % 2 ? 'odd' : 'even'));
    const { results } = await pooled(jobs, { workers: 1 });
    expect(results.map(({ value }) => value)).toEqual([0, 2, 1, 3]);
  });

  it('begins a job again whose worker was killed: nothing lost, nothing doubled', async () => {
    const file = join(folder, 'died');
    const { results, lines, failed } = await pooled([jobOf({ kind: 'dies', file }), ...echoes(3)], { workers: 2 });
    expect(results).toHaveLength(4);
    expect(failed).toEqual([]);
    expect(lines).toEqual(['dies: its worker ended (SIGKILL); it is begun again, 2 of 3']);
  });

  it('gives a poisoned job up after so many attempts, and one that throws at once; the others go on', async () => {
    const jobs = [jobOf({ kind: 'poisoned' }), jobOf({ kind: 'throws' }), ...echoes(3)];
    const { results, failed } = await pooled(jobs, { workers: 2, attempts: 2 });
    expect(results).toHaveLength(3);
    expect(failed.map(({ name, attempts, why }) => [name, attempts, why]).sort()).toEqual([
      ['poisoned', 2, 'its worker ended 2 times, last by exit code 3'],
      ['throws', 1, 'no such pair'],
    ]);
  });

  it('ends a worker that hangs', async () => {
    const { results, failed } = await pooled([jobOf({ kind: 'hangs' }), ...echoes(2)], { attempts: 1, silence: 1 });
    expect(results).toHaveLength(2);
    expect(failed[0]!.why).toBe('its worker ended 1 times, last by no sign of life for 1 s');
  });

  it('tells its workers when it is aborted, and waits for their end', async () => {
    const file = join(folder, 'waited');
    const stop = new AbortController();
    const run = pooled([jobOf({ kind: 'waits', file }), ...echoes(2)], {}, { signal: stop.signal });
    await until(() => existsSync(file));
    stop.abort();
    await expect(run).rejects.toThrow(AbortedError);
    const [pid, said] = readFileSync(file, 'utf8').split('\n');
    expect(said).toBe('stopped');
    expect(lives(Number(pid))).toBe(false);
  });

  it('ends with the error of a result that cannot be kept', async () => {
    const ears = {
      result: () => {
        throw new Error('disk full');
      },
      say: () => {},
    };
    await expect(runPool<Job, Result>(program, echoes(5), ears, { workers: 2 })).rejects.toThrow('disk full');
  });
});

const built = join(import.meta.dirname, '../../../dist/study/sweep/pool.js');
test.skipIf(!existsSync(built))('workers end with a pool that is killed', async () => {
  const file = join(folder, 'orphan');
  const code = `import { runPool } from ${JSON.stringify(`file://${built}`)};
    const jobs = [{ name: 'w', group: 'a', job: { kind: 'waits', file: ${JSON.stringify(file)} } }];
    await runPool(${JSON.stringify(program)}, jobs, { result() {}, say() {} });`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit' });
  await until(() => existsSync(file));
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  expect(lives(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !lives(pid));
});
