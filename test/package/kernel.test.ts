import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../../src/kernel/test/client.js';
import { notebook } from '../../src/kernel/test/notebook.js';
import { findPython, NO_PYTHON, runPython, temporaryJupyter } from '../../src/kernel/test/python.js';
import { emptyProject, install, node, pack } from './install.js';
import { program } from './program.js';

if (!findPython()) console.warn(`test/package: ${NO_PYTHON}`);

describe('typescript-kernel packed and installed into an empty folder', () => {
  let folder = '';
  let files: string[] = [];
  let bin = '';
  const inPackage = (...parts: string[]) => join(folder, 'node_modules', 'typescript-kernel', ...parts);

  beforeAll(() => {
    folder = emptyProject();
    const packed = pack('typescript-kernel', folder);
    files = packed.files;
    install(folder, packed.tarball);
    bin = inPackage('bin.mjs');
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('it holds what is needed to run, and no more', () => {
    const wanted = [
      'package.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'bin.mjs',
      'dist/main.js',
      'dist/index.d.ts',
    ];
    expect(files).toEqual(expect.arrayContaining([...wanted, 'papermill/typescript_papermill.py']));
    expect(files.filter((file) => /^test\/|\.tsbuildinfo$|^(?!examples\/).*(?<!\.d)\.ts$/.test(file))).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules'))).not.toContain('psqe');
    expect(existsSync(join(folder, 'node_modules', '.bin', 'typescript-kernel'))).toBe(true);
  });

  test('a cell runs with its types, and one with a wrong type does not', async () => {
    const kernel = await Client.start({ main: inPackage('dist', 'main.js'), cwd: folder });
    try {
      expect(await kernel.value('const sum: number = [1, 2, 39].reduce((a, b) => a + b); sum')).toBe('42');
      expect(await kernel.value('Buffer.from("node").length + sum')).toBe('46');
      expect((await kernel.execute('const text: string = sum')).reply).toMatchObject({ status: 'error' });
    } finally {
      await kernel.stop();
    }
  });

  test('its command says how the kernel stands, and installs it', () => {
    const env = {
      ...process.env,
      HOME: folder,
      USERPROFILE: folder,
      JUPYTER_PATH: '',
      JUPYTER_DATA_DIR: join(folder, 'data'),
      VIRTUAL_ENV: join(folder, 'an env'),
    };
    const command = (...args: string[]) => node([bin, ...args], folder, env);
    expect(command()).toMatch(/! Kernel +not installed: npx typescript-kernel install/);
    const spec = join(folder, 'an env', 'share', 'jupyter', 'kernels', 'typescript');
    expect(command('install')).toContain(`kernel installed: ${spec}`);
    expect(command()).toContain(`"TypeScript" in ${join(spec, 'kernel.json')}`);
    expect(command()).toContain(`starts ${inPackage('dist', 'main.js')}`);
    const main = readFileSync(inPackage('dist', 'main.js'));
    rmSync(inPackage('dist', 'main.js'));
    expect(command()).toMatch(/! Kernel .* is gone/);
    writeFileSync(inPackage('dist', 'main.js'), main);
  });

  describe('with psqe beside it', () => {
    let psqe = '';
    beforeAll(() => {
      install(folder, pack('psqe', folder).tarball);
      psqe = join(folder, 'node_modules', 'psqe', 'dist', 'cli', 'main.js');
    }, 300_000);

    test('psqe kernel is its command, psqe doctor tells of it', () => {
      const { version } = JSON.parse(node([psqe, 'kernel', '--json'], folder));
      expect(`${version}\n`).toBe(node([bin, '--version'], folder));
      const prefix = join(folder, '.venv');
      expect(node([psqe, 'kernel', 'install', '--prefix', prefix], folder)).toContain(`kernel installed: ${prefix}`);
      const { findings } = JSON.parse(node([psqe, 'doctor', '--json'], folder));
      const found = findings.find(({ name }: { name: string }) => name === 'Notebook kernel').found;
      expect(found).toBe(join(prefix, 'share', 'jupyter', 'kernels', 'typescript', 'kernel.json'));
      const wrong = spawnSync(process.execPath, [psqe, 'kernel', 'instal'], { cwd: folder, encoding: 'utf8' });
      expect(wrong.stderr).toContain('unknown: instal');
      expect(wrong.status).toBe(2);
    });

    test.skipIf(!findPython())('a notebook of the project runs, with the types of psqe', async () => {
      const jupyter = temporaryJupyter();
      try {
        const prefix = join(jupyter.folder, 'another env');
        node([bin, 'install', '--prefix', prefix], folder);
        writeFileSync(join(folder, 'in.ipynb'), notebook([program]));
        writeFileSync(join(folder, 'wrong.ipynb'), notebook([program.replace('k: 50', 'k: "50"')]));
        const env = { ...jupyter.env, JUPYTER_PATH: join(prefix, 'share', 'jupyter') };
        const execute = (name: string) =>
          runPython(['-m', 'jupyter', 'execute', name, '--output', 'out.ipynb'], { ...jupyter, env }, folder);
        const { code, output } = await execute('in.ipynb');
        expect(code, output).toBe(0);
        const { cells } = JSON.parse(readFileSync(join(folder, 'out.ipynb'), 'utf8'));
        const printed = JSON.parse([cells[0].outputs[0].text].flat().join(''));
        expect(printed).toMatchObject({ seeds: 50, psqe: 'function' });
        expect((await execute('wrong.ipynb')).output).toMatch(/not assignable to type 'number/);
      } finally {
        jupyter.remove();
      }
    });
  });
});
