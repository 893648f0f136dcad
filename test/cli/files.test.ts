import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOf, temporaryFolder } from '../read/folders.js';
import { psqeCommand } from './cli.js';
import { pairFiles } from './pair.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cli = join(root, 'dist', 'cli', 'main.js');
const files = pairFiles(40);
const data = folderOf(files);

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, 'src', 'setup', 'build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
});

describe.runIf(process.platform !== 'win32')('a disk that takes 512 bytes a file (ulimit -f 1)', () => {
  const seeds = (cwd: string, k: number, more = '') =>
    spawnSync(
      'sh',
      [
        '-c',
        `ulimit -f 1; exec "$0" "$1" seeds --data "$2" --method pivot --k ${k} --out seeds.tsv ${more}`,
        process.execPath,
        cli,
        data,
      ],
      { cwd, encoding: 'utf8' },
    );

  test('seeds that do not fit are an error, and no half of them stays', () => {
    const cwd = temporaryFolder();
    const { status, stdout, stderr } = seeds(cwd, 40);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/seeds\.tsv: cannot be written: larger than files may become here/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a report that does not fit into the file that stdout leads to is an error', () => {
    const cwd = temporaryFolder();
    const { status, stderr } = seeds(cwd, 12, '--json > report.json');
    expect(stderr).toMatch(/stdout: cannot be written: larger than files may become here/);
    expect(status).toBe(2);
    expect(readFileSync(join(cwd, 'seeds.tsv'), 'utf8').trimEnd().split('\n')).toHaveLength(12);
  });
});

/** A run in a process of its own, stopped by Ctrl-C's signal when stderr has `stopAt`. */
function run(
  cwd: string,
  args: readonly string[],
  stopAt?: string,
): Promise<{ status: number | null; stderr: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, 'run', '--data', data, '--k', '15', '--epochs', '2', ...args], { cwd });
    let stderr = '';
    let sent = false;
    child.stdout.resume();
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (stopAt && !sent && stderr.includes(stopAt)) sent = child.kill('SIGINT');
    });
    child.on('close', (status) => done({ status, stderr }));
  });
}

test('test links replaced between a stop and the next start: no old figures under a new name', async () => {
  const cwd = temporaryFolder();
  const links = (files.ill_ent_ids as string).trimEnd().split('\n');
  writeFileSync(join(cwd, 'test.tsv'), links.slice(0, 20).join('\n'));
  expect((await run(cwd, ['--test', 'test.tsv'], 'pivot-csls: train')).status).toBe(130);
  const [id] = readdirSync(join(cwd, 'runs'));
  expect(readdirSync(join(cwd, 'runs', id!, 'parts'))).toContain('aligned-pivot.json');

  expect((await psqeCommand(cwd, 'figures', id!)).stderr).toMatch(/is not finished\. Go on with: psqe run --resume/);

  writeFileSync(join(cwd, 'test.tsv'), links.slice(20).join('\n'));
  const resumed = await psqeCommand(cwd, 'run', '--resume', id!);
  expect(resumed.status).toBe(2);
  expect(resumed.stderr).toMatch(/cannot be resumed: others now are the test links/);
  await run(cwd, ['--test', 'test.tsv'], 'pivot: train');
  expect(readdirSync(join(cwd, 'runs'))).toHaveLength(2);
});

test('two runs at once in one folder: each has the figures of its own record', async () => {
  const cwd = temporaryFolder();
  const ended = await Promise.all([run(cwd, ['--seed', '1']), run(cwd, ['--seed', '2'])]);
  expect(ended.map(({ status }) => status)).toEqual([0, 0]);
  expect(readdirSync(cwd)).toEqual(['runs']);
  const ids = readdirSync(join(cwd, 'runs'));
  expect(ids).toHaveLength(2);
  for (const id of ids) {
    const figures = join(cwd, 'runs', id, 'figures');
    const index = JSON.parse(readFileSync(join(figures, 'index.json'), 'utf8')) as Record<string, { record: string }>;
    expect(Object.keys(index)).toHaveLength(5);
    for (const [name, { record }] of Object.entries(index)) {
      expect(record).toBe(id);
      const picture = join(figures, `${name}.png`);
      if (existsSync(picture)) expect(readFileSync(picture, 'latin1')).toContain(`Record ${id}`);
    }
  }
});
