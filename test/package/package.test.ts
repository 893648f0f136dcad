import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notebook } from '../kernel/notebook.js';
import { findPython, NO_PYTHON, runPython, temporaryJupyter } from '../kernel/python.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const npmCli = process.env.npm_execpath;
const npm = (args: string[], cwd: string) =>
  npmCli
    ? spawnSync(process.execPath, [npmCli, ...args], { cwd, encoding: 'utf8' })
    : spawnSync('npm', args, { cwd, encoding: 'utf8' });
const node = (args: string[], cwd: string) => execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });

// What a user writes: open the data, make seeds, use the types.
const program = `
import { type AlignmentTask, openTask, pivotSeeds, psqe, type SeedSet } from 'psqe';
const task: AlignmentTask = openTask('emoji', { seed: 1 }).task;
const { seeds }: { seeds: SeedSet } = await pivotSeeds(task, { k: 50 });
const chain: typeof psqe = psqe;
console.log(JSON.stringify({ left: task.left.entityCount, seeds: seeds.left.length, psqe: typeof chain }));
`;
const untyped = program.replace(/: AlignmentTask|: typeof psqe|: \{ seeds: SeedSet \}|type \w+,? ?/g, '');

if (!findPython()) console.warn(`test/package: ${NO_PYTHON}`);

beforeAll(() => {
  node([join('src', 'setup', 'build.mjs')], root);
});

test('the package can be imported by its name inside the repository', () => {
  const printed = node(['--input-type=module', '--eval', untyped], root);
  expect(JSON.parse(printed)).toMatchObject({ seeds: 50, psqe: 'function' });
});

describe('packed and installed into an empty folder', () => {
  let folder = '';
  let files: string[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'psqe package '));
    const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root);
    files = (JSON.parse(packed.stdout) as { files: { path: string }[] }[])[0]!.files.map((file) => file.path);
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))!;
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    const installed = npm(['install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`], folder);
    if (installed.status !== 0) throw new Error(`npm install: ${installed.stderr}`);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('it holds what is needed to run, and no more', () => {
    const wanted = ['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js', 'dist/compute/kernels.wasm', 'LICENSE'];
    expect(files).toEqual(expect.arrayContaining([...wanted, 'README.md', 'CITATION.cff', 'CHANGELOG.md']));
    expect(files.some((file) => file.startsWith('data/emoji/'))).toBe(true);
    expect(files.filter((file) => /^(test|bench|notebooks|figures|runs)\/|\.tsbuildinfo$/.test(file))).toEqual([]);
  });

  test('a program that imports it runs', () => {
    writeFileSync(join(folder, 'program.mjs'), untyped);
    expect(JSON.parse(node(['program.mjs'], folder))).toMatchObject({ seeds: 50, psqe: 'function' });
  });

  test('its types resolve under strict, and a wrong use is an error', () => {
    const tsc = (text: string) => {
      writeFileSync(join(folder, 'program.ts'), text);
      const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck'];
      const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const run = spawnSync(process.execPath, [compiler, ...flags, 'program.ts'], { cwd: folder, encoding: 'utf8' });
      return run.stdout.replaceAll(/.*Cannot find name 'console'.*\n/g, '');
    };
    expect(tsc(program)).toBe('');
    expect(tsc(program.replace('k: 50', 'k: "50"'))).toMatch(/not assignable to type 'number/);
  });

  test('its command runs', () => {
    const cli = join('node_modules', 'psqe', 'dist', 'cli', 'main.js');
    const { findings } = JSON.parse(node([cli, 'doctor', '--json'], folder)) as { findings: { name: string }[] };
    expect(findings.map((finding) => finding.name)).toContain('Engine');
    expect(readdirSync(join(folder, 'node_modules', '.bin'))).toContain('psqe');
  });

  test.skipIf(!findPython())('a notebook of the project runs on the installed kernel', async () => {
    const cli = join('node_modules', 'psqe', 'dist', 'cli', 'main.js');
    const jupyter = temporaryJupyter();
    try {
      const prefix = join(jupyter.folder, 'another env');
      node([cli, 'kernel', 'install', '--prefix', prefix], folder);
      writeFileSync(join(folder, 'in.ipynb'), notebook([program]));
      const env = { ...jupyter.env, JUPYTER_PATH: join(prefix, 'share', 'jupyter') };
      const execute = ['-m', 'jupyter', 'execute', 'in.ipynb', '--output', 'out.ipynb'];
      const { code, output } = await runPython(execute, { ...jupyter, env }, folder);
      expect(code, output).toBe(0);
      const { cells } = JSON.parse(readFileSync(join(folder, 'out.ipynb'), 'utf8'));
      expect(JSON.parse([cells[0].outputs[0].text].flat().join(''))).toMatchObject({ seeds: 50, psqe: 'function' });
    } finally {
      jupyter.remove();
    }
  });

  test('psqe kernel says how the kernel stands, and installs it', () => {
    const cli = join(folder, 'node_modules', 'psqe', 'dist', 'cli', 'main.js');
    const env = {
      ...process.env,
      HOME: folder,
      USERPROFILE: folder,
      JUPYTER_PATH: '',
      VIRTUAL_ENV: join(folder, 'an env'),
    };
    const psqe = (...args: string[]) =>
      execFileSync(process.execPath, [cli, ...args], { cwd: folder, env, encoding: 'utf8' });
    expect(psqe('kernel')).toMatch(/! Kernel +not installed: npx psqe kernel install/);
    const spec = join(folder, 'an env', 'share', 'jupyter', 'kernels', 'psqe');
    expect(psqe('kernel', 'install')).toContain(`kernel installed: ${spec}`);
    expect(psqe('kernel')).toContain(`starts ${join(folder, 'node_modules', 'psqe', 'dist', 'kernel', 'main.js')}`);
    rmSync(join(folder, 'node_modules', 'psqe', 'dist', 'kernel', 'main.js'));
    expect(psqe('kernel')).toMatch(/! Kernel .* is gone/);
  });
});
