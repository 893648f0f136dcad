import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DamagedError, OutputError } from '../../../src/base/index.js';
import { commitResult, committed, readResult } from '../../../src/study/sweep/shared/results.js';
import { openSweep, readSweep, sweepJob } from '../../../src/study/sweep/shared/sweep.js';
import { temporaryFolder } from '../../read/folders.js';
import { record } from '../made-up-records.js';

const made = record('row', 1, [1]);
const jobOf = (seed: number, threads = 1, code = 'c') =>
  sweepJob({ pair: 'p', ablation: 'row', aligner: 'small', seed }, { ...made.made, code }, threads);

test('the same jobs are the same sweep, found where it is; other seeds, threads or code are another', () => {
  const store = temporaryFolder();
  const sweep = openSweep(store, [jobOf(1), jobOf(2)], 1);
  const bytes = readFileSync(join(sweep.folder, 'sweep.json'), 'utf8');
  // The commit tells no result apart.
  const again = openSweep(
    store,
    [jobOf(1), jobOf(2)].map((job) => ({ ...job, made: { ...job.made, commit: 'x' } })),
    1,
  );
  expect(again).toEqual(sweep);
  expect(readFileSync(join(sweep.folder, 'sweep.json'), 'utf8')).toBe(bytes);
  const others = [[jobOf(1)], [jobOf(1, 2), jobOf(2, 2)], [jobOf(1, 1, 'd'), jobOf(2)]];
  expect(new Set([sweep.id, ...others.map((jobs) => openSweep(store, jobs, 1).id)]).size).toBe(4);
});

test('a record is committed once: the first one stays', () => {
  const job = jobOf(1);
  const sweep = openSweep(temporaryFolder(), [job], 1);
  expect(committed(sweep)).toEqual(new Set());
  expect(commitResult(sweep, job, made)).toBe(true);
  expect(commitResult(sweep, job, { ...made, hits1: 0 })).toBe(false);
  expect(committed(sweep)).toEqual(new Set([job.id]));
  expect(readResult(sweep, job.id)).toMatchObject({ job: job.id, record: made });
});

test('a store that is gone is not made anew, and damage is found', () => {
  const job = jobOf(1);
  const sweep = openSweep(temporaryFolder(), [job], 1);
  const file = join(sweep.folder, 'sweep.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"small"', '"smart"'));
  expect(() => readSweep(sweep.folder)).toThrow(DamagedError);
  rmSync(sweep.folder, { recursive: true });
  expect(() => commitResult(sweep, job, made)).toThrow(OutputError);
  expect(existsSync(sweep.folder)).toBe(false);
});

const built = join(import.meta.dirname, '../../../dist/base/index.js');
test.skipIf(!existsSync(built))('of processes that write one file at once one has it, whole', async () => {
  const folder = temporaryFolder();
  const script = `import { writeOnce } from ${JSON.stringify(`file://${built}`)};
    for (let i = 0; i < 40; i++)
      if (writeOnce(process.argv[1] + '/' + i, process.argv[2].repeat(5000))) process.stdout.write(i + ' ');`;
  const outputs = ['a', 'b', 'c'].map((letter) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, folder, letter]);
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
    });
    return new Promise<[string, string[]]>((done) => child.on('close', () => done([letter, text.trim().split(' ')])));
  });
  const wrote = new Map(
    (await Promise.all(outputs)).flatMap(([letter, files]) => files.filter(Boolean).map((i) => [i, letter])),
  );
  const all = (await Promise.all(outputs)).flatMap(([, files]) => files.filter(Boolean));
  expect(all.map(Number).sort((a, b) => a - b)).toEqual([...Array(40).keys()]);
  for (const [i, letter] of wrote) expect(readFileSync(join(folder, i), 'utf8')).toBe(letter.repeat(5000));
});
