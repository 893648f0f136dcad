import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/kernel/test/build.js';
import { emptyProject, install, node, pack } from './install.js';
import { program, untyped } from './program.js';

test('the package can be imported by its name inside the repository', () => {
  const printed = node(['--input-type=module', '--eval', untyped], root);
  expect(JSON.parse(printed)).toMatchObject({ seeds: 50, psqe: 'function' });
});

describe('psqe packed and installed into an empty folder', () => {
  let folder = '';
  let files: string[] = [];
  let cli = '';

  beforeAll(() => {
    folder = emptyProject();
    const packed = pack('psqe', folder);
    files = packed.files;
    install(folder, packed.tarball);
    cli = join(folder, 'node_modules', 'psqe', 'dist', 'cli', 'main.js');
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('it holds what is needed to run, and no more', () => {
    const wanted = [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/cli/main.js',
      'dist/compute/kernels.wasm',
      'dist/review/page.html',
      'LICENSE',
    ];
    expect(files).toEqual(expect.arrayContaining([...wanted, 'README.md', 'CITATION.cff', 'CHANGELOG.md']));
    expect(files.some((file) => file.startsWith('data/emoji/'))).toBe(true);
    const foreign = /^(test|bench|notebooks|figures|runs|(src|dist)\/kernel)\/|\.tsbuildinfo$/;
    expect(files.filter((file) => foreign.test(file))).toEqual([]);
  });

  test('it brings neither the kernel nor what only the kernel needs', () => {
    const packages = readdirSync(join(folder, 'node_modules'));
    expect(packages).toContain('psqe');
    for (const name of ['typescript-kernel', 'typescript', 'zeromq']) expect(packages).not.toContain(name);
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

  const psqe = (...args: string[]) =>
    spawnSync(process.execPath, [cli, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PSQE_OPENBLAS: '' },
    });

  test("the README's first lines for such a folder work: an example, and its matches", () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const start = readme.slice(readme.indexOf('npm install ../'));
    const lines = [...start.matchAll(/^npx psqe ((?:init|align) demo.*?) +#/gm)].map((match) => match[1]!.split(' '));
    expect(lines.slice(0, 2).map(([command]) => command)).toEqual(['init', 'align']);
    for (const line of lines.slice(0, 2)) expect(psqe(...line)).toMatchObject({ status: 0 });
    const matches = readFileSync(join(folder, 'matches.csv'), 'utf8').trimEnd().split('\n');
    expect(matches).toHaveLength(41);
    expect(matches.join('\n')).toContain(',Sun,Sonne,');
  });

  test('what it advises can be followed here', () => {
    const { findings } = JSON.parse(psqe('doctor', '--json').stdout) as {
      findings: { remedy?: string; found: string }[];
    };
    const said = findings.map(({ found, remedy }) => `${found} ${remedy ?? ''}`).join('\n');
    expect(said).not.toMatch(/npm start|npm run/);
    const { stderr } = psqe('seeds', '--k', '99999', '--out', 'x.tsv');
    expect(stderr).toMatch(/^psqe\b/);
    expect(stderr).not.toMatch(/psqe: psqe/);
  });

  test('its command runs', () => {
    const { findings } = JSON.parse(node([cli, 'doctor', '--json'], folder)) as { findings: { name: string }[] };
    expect(findings.map((finding) => finding.name)).toContain('Engine');
    expect(existsSync(join(folder, 'node_modules', '.bin', 'psqe'))).toBe(true);
  });

  test('without the package of the kernel, psqe kernel says how to get it', () => {
    const { status, stderr } = spawnSync(process.execPath, [cli, 'kernel'], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toMatch(/a package of its own.*npx typescript-kernel install/);
    expect(status).toBe(2);
  });
});
