import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kernelMain } from '../install.js';
import { installedKernels } from '../status.js';
import { KERNEL_VERSION, PACKAGE } from '../version.js';
import { buildKernel, root } from './build.js';

const folder = mkdtempSync(join(tmpdir(), 'kernel command '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env.PATH, HOME: folder, USERPROFILE: folder, JUPYTER_DATA_DIR: join(folder, 'data') };

function command(...args: string[]) {
  const cli = buildKernel().replace(/main\.js$/, 'cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('name and version are those of package.json', () => {
  const { name, version } = JSON.parse(readFileSync(join(root, 'src', 'kernel', 'package.json'), 'utf8'));
  expect([PACKAGE, KERNEL_VERSION]).toEqual([name, version]);
  expect(command('--version').stdout).toBe(`${version}\n`);
});

test.each([
  [['instal'], /unknown: instal/],
  [['install', 'here'], /unknown: here/],
  [['install', '--user', '--prefix', 'x'], /exclude each other/],
  [['install', '--prefix='], /--prefix: is empty/],
  [['run', 'x.ipynb', '--output', ''], /--output: is empty/],
  [['--user'], /--user belongs to install/],
  [['install', '--prefixx', 'x'], /Unknown option '--prefixx'/],
])('%j is refused', (args, why) => {
  const { status, stderr } = command(...args);
  expect(stderr).toMatch(why);
  expect(stderr).toContain('See typescript-kernel --help.');
  expect(status).toBe(2);
});

test('a name that Jupyter would not take is refused', () => {
  expect(command('install', '--user', '--name', 'a b')).toMatchObject({ status: 1, stdout: '' });
});

test('it is installed under its own name and under others, and found again', () => {
  expect(command('install').stdout).toContain(join(folder, 'data', 'kernels', 'typescript'));
  command('install', '--prefix', join(folder, 'env'), '--name', 'ts-here', '--display-name', 'TypeScript here');
  const { kernels } = JSON.parse(command('--json').stdout);
  expect(kernels).toMatchObject([{ name: 'typescript', displayName: 'TypeScript', works: true }]);
  const found = installedKernels({ ...env, VIRTUAL_ENV: join(folder, 'env') });
  expect(found.map(({ name, displayName }) => [name, displayName])).toEqual([
    ['ts-here', 'TypeScript here'],
    ['typescript', 'TypeScript'],
  ]);
  expect(kernelMain()).toMatch(/main\.js$/);
});

test("other kernels, and what is no kernelspec, are nobody's", () => {
  const data = join(folder, 'others');
  for (const [name, text] of [
    ['python3', '{"argv": ["python"], "display_name": "Python"}'],
    ['broken', '{'],
  ] as const) {
    mkdirSync(join(data, 'kernels', name), { recursive: true });
    writeFileSync(join(data, 'kernels', name, 'kernel.json'), text);
  }
  expect(installedKernels({ JUPYTER_DATA_DIR: data })).toEqual([]);
});
