import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { type RunReport, reportJsonSchema } from '../../src/study/index.js';
import { folderOf, temporaryFolder } from '../read/folders.js';
import { psqeCommand, type Ran } from './cli.js';
import { pairFiles } from './pair.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cli = join(root, 'dist', 'cli', 'main.js');
const data = folderOf(pairFiles(40));
const validReport = new Ajv2020().compile(reportJsonSchema());
const control = /(?!\n)\p{Cc}/u;

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, 'src', 'setup', 'build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
});

/** The installed command in a process of its own; `interruptAt` sends it Ctrl-C's signal when stderr has that text. */
function psqe(cwd: string, args: string[], interruptAt?: string): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd });
    const printed = { stdout: '', stderr: '' };
    let sent = false;
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (chunk) => {
        printed[stream] += chunk;
        if (interruptAt && !sent && printed.stderr.includes(interruptAt)) sent = child.kill('SIGINT');
      });
    child.on('close', (status) => done({ status: status ?? -1, ...printed }));
  });
}

test('Ctrl-C stops a run cleanly; the same command goes on with it and prints one JSON object', async () => {
  const cwd = temporaryFolder();
  const command = ['run', '--data', data, '--k', '15', '--epochs', '3'];
  const stopped = await psqe(cwd, command, 'psqe: train');
  expect(stopped.status).toBe(130);
  expect(stopped.stdout).toBe('');
  expect(stopped.stderr).toMatch(/Stopping after this step[\s\S]*psqe: stopped\. .*psqe run --resume/);
  expect(stopped.stderr).not.toMatch(/\n\s+at /);
  const [id] = readdirSync(join(cwd, 'runs'));
  expect(existsSync(join(cwd, 'runs', id!, 'seeds', 'pivot-csls.tsv'))).toBe(true);

  const { status, stdout, stderr } = await psqe(cwd, [...command, '--json']);
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as RunReport;
  expect(validReport(report), JSON.stringify(validReport.errors)).toBe(true);
  expect(Object.keys(report.alignment)).toEqual(['pivot', 'pivot-csls', 'psqe']);
  expect(stderr).not.toMatch(/^pivot: pivot/m);
  expect(stderr).not.toMatch(control);
  expect(readdirSync(join(cwd, 'runs'))).toEqual([id]);
  const record = JSON.parse(readFileSync(join(cwd, 'runs', id!, 'record.json'), 'utf8')) as object;
  expect(record).toMatchObject({ finished: true, report });
  const figures = readdirSync(join(cwd, 'runs', id!, 'figures'));
  expect(
    figures.filter((file) => /^(alignment|seed-map|seed-quality|seed-spread|training-loss)\.(png|html)$/.test(file)),
  ).toHaveLength(5);
  expect(readdirSync(cwd)).toEqual(['runs']);

  for (const name of ['pivot', 'pivot-csls', 'psqe'])
    expect(readFileSync(join(cwd, 'runs', id!, `matches-${name}.csv`), 'utf8')).toMatch(
      /^left_id,right_id,.*\n\d+,\d+,/,
    );

  const published = await psqeCommand(cwd, 'figures', id!, '--out', 'published');
  if (figures.includes('alignment.png')) {
    expect(published.stdout).toContain('published/alignment.png');
    const index = JSON.parse(readFileSync(join(cwd, 'published', 'index.json'), 'utf8'));
    expect(index.alignment).toMatchObject({ record: id, command: 'psqe run' });
    expect(readFileSync(join(cwd, 'published', 'alignment.png'))).toEqual(
      readFileSync(join(cwd, 'runs', id!, 'figures', 'alignment.png')),
    );
  } else expect(published.stderr).toMatch(/has no pictures.*Install it: npm start/);
});

test('seeds, then an aligner from them, each as a table and as JSON', async () => {
  const cwd = temporaryFolder();
  const made = await psqeCommand(
    cwd,
    'seeds',
    '--data',
    data,
    '--method',
    'pivot-csls',
    '--k',
    '15',
    '--out',
    'seeds.tsv',
  );
  expect(made.status).toBe(0);
  expect(made.stdout).toMatch(/pivot-csls[\s\S]*15 seeds written to seeds\.tsv/);
  expect(made.stdout).not.toMatch(control);
  const lines = readFileSync(join(cwd, 'seeds.tsv'), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(15);
  for (const line of lines) expect(line).toMatch(/^\d+\t\d+\t-?[\d.e-]+$/);

  const train = ['train', '--data', data, '--seeds', 'seeds.tsv', '--epochs', '2', '--out', 'aligned'];
  const trained = await psqeCommand(cwd, ...train, '--test', join(data, 'ill_ent_ids'), '--json');
  expect(trained.status).toBe(0);
  const report = JSON.parse(trained.stdout) as RunReport;
  expect(validReport(report), JSON.stringify(validReport.errors)).toBe(true);
  expect(report.alignment.given).toMatchObject({ model: 'mclea', epochs: 2 });
  expect(JSON.parse(readFileSync(join(cwd, 'aligned', 'report.json'), 'utf8'))).toEqual(report);
  expect(readFileSync(join(cwd, 'aligned', 'matches.tsv'), 'utf8')).toMatch(/^\d+\t\d+\t/);

  const again = await psqeCommand(cwd, ...train);
  expect(again.status).toBe(0);
  expect(again.stdout).toMatch(/matches written to aligned/);

  const bySinkhorn = await psqeCommand(cwd, ...train, '--decoder', 'sinkhorn', '--json');
  expect(bySinkhorn.status).toBe(0);
  const { options } = JSON.parse(bySinkhorn.stdout) as { options: { matches: object } };
  expect(options.matches).toMatchObject({ decoder: 'sinkhorn', slack: 'auto', method: 'mutual' });
  // The score is a probability.
  const scores = readFileSync(join(cwd, 'aligned', 'matches.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  for (const line of scores) expect(Number(line.split('\t')[2])).toBeLessThanOrEqual(1.001);
  const wrong = await psqeCommand(cwd, ...train, '--decoder', 'sinkhorm');
  expect(wrong.status).not.toBe(0);
  expect(wrong.stderr).toMatch(/sinkhorn/);
});

test('known links are in the file, and in the options that are printed', async () => {
  const cwd = temporaryFolder();
  // Wrong ones, which nothing else would find: each left entity with the next one's partner.
  const links = readFileSync(join(data, 'ill_ent_ids'), 'utf8').split('\n').slice(0, 4);
  const known = links.map((line, i) => [line.split('\t')[0], links[(i + 1) % 4]!.split('\t')[1]].join('\t'));
  writeFileSync(join(cwd, 'known.tsv'), known.join('\n'));
  const args = ['seeds', '--data', data, '--k', '15', '--links', 'known.tsv', '--out', 'seeds.tsv', '--json'];
  const { status, stdout } = await psqeCommand(cwd, ...args);
  expect(status).toBe(0);
  const { options } = JSON.parse(stdout) as { options: { links: string; seeds: { psqe: { links: object } } } };
  expect(options.links).toBe('known.tsv');
  expect(options.seeds.psqe.links).toEqual({ left: expect.any(Array), right: expect.any(Array) });
  const pairs = readFileSync(join(cwd, 'seeds.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t').slice(0, 2).join('\t'));
  expect(pairs).toEqual(expect.arrayContaining(known));
});

test('the same seed gives the same file, another seed another order of work but valid seeds', async () => {
  const cwd = temporaryFolder();
  const seeds = (out: string, seed: string) =>
    psqeCommand(cwd, 'seeds', '--data', data, '--method', 'pivot', '--k', '15', '--seed', seed, '--out', out);
  for (const [out, seed] of [
    ['a.tsv', '1'],
    ['b.tsv', '1'],
  ] as const)
    expect((await seeds(out, seed)).status).toBe(0);
  expect(readFileSync(join(cwd, 'a.tsv'))).toEqual(readFileSync(join(cwd, 'b.tsv')));
});

test.each(['run', 'seeds', 'train', 'figures', 'kernel', 'doctor'])('psqe %s --help has examples', async (command) => {
  const { status, stdout } = await psqeCommand(temporaryFolder(), command, '--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\\n +psqe ${command}`));
});

test('psqe doctor says what is here, as text and as JSON', async () => {
  const text = await psqeCommand(temporaryFolder(), 'doctor');
  expect(text.stdout).toMatch(/Node +\d+\.\d+\.\d+/);
  const { stdout } = await psqeCommand(temporaryFolder(), 'doctor', '--json');
  const { findings } = JSON.parse(stdout) as { findings: { name: string; ok: boolean; remedy?: string }[] };
  const names = ['PSQE', 'Node', 'Python', 'Engine', 'Threads', 'BLAS', 'Notebook kernel', 'Figure export', 'Chromium'];
  expect(findings.map((finding) => finding.name)).toEqual([...names, 'Memory', 'Disk']);
  for (const finding of findings) if (!finding.ok) expect(finding.remedy).toMatch(/\w{4}/);
});
