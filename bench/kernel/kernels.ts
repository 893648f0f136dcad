import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelEnvironment } from '../../src/kernel/install.js';
import { buildKernel, root } from '../../src/kernel/test/build.js';

/** One kernel of the comparison: how it is started, and how a cell says in it what all are asked. */
export interface KernelUnderTest {
  name: string;
  /** With `{connection_file}`. */
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Where cells run; the notebooks of this repository unless given. */
  cwd?: string;
  /** What Jupyter does at the stop button: a message, or SIGINT (the kernelspec's `interrupt_mode`). */
  interrupt: 'message' | 'signal';
  /** A cell that loads the library and shows a number of it. */
  library: string;
  /** Expressions that show HTML, and a bundle of MIME types. */
  html: (text: string) => string;
  bundle: (object: string) => string;
  /** What it answers in jupyter_kernel_test's samples: its language, completions of `Math.lo`, the text of 3. */
  conformance: { language: string; completion: string[]; three: string };
}

const home = join(root, '.cache/anchors');
const DENO = '2.9.6';
const LOGS = ['log', 'log10', 'log1p', 'log2'];
const LIBRARY = "import * as aq from 'arquero'; aq.table({ a: [1, 2] }).numRows()";

/** Deno from its npm package, which is no dependency of ours: 130 MB, and for one kind of machine only. */
function deno(): string {
  const folder = join(home, 'node_modules/@deno/linux-x64-glibc');
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== DENO) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    const install = ['install', '--no-save', '--no-audit', '--no-fund', `@deno/linux-x64-glibc@${DENO}`];
    execFileSync('npm', install, { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return join(folder, 'deno');
}

const ours = (): KernelUnderTest => ({
  name: 'typescript-kernel',
  command: [process.execPath, buildKernel(), '{connection_file}'],
  env: kernelEnvironment,
  interrupt: 'message',
  library: LIBRARY,
  html: (text) => `display.html(${JSON.stringify(text)})`,
  bundle: (object) => `display(${object})`,
  conformance: { language: 'typescript', completion: LOGS, three: '3' },
});

const tslab = (): KernelUnderTest => ({
  name: 'tslab 1.0.22',
  command: [
    process.execPath,
    join(root, 'node_modules/tslab/bin/tslab'),
    'kernel',
    '--config-path',
    '{connection_file}',
  ],
  env: {},
  interrupt: 'signal',
  library: LIBRARY,
  html: (text) => `require('tslab').display.html(${JSON.stringify(text)})`,
  bundle: (object) =>
    `for (const [type, value] of Object.entries(${object})) require('tslab').display.raw(type, value as any)`,
  conformance: { language: 'typescript', completion: LOGS, three: '3' },
});

const denoKernel = (): KernelUnderTest => ({
  name: `Deno ${DENO}`,
  command: [deno(), 'jupyter', '--kernel', '--conn', '{connection_file}'],
  env: { DENO_DIR: join(home, 'deno'), DENO_NO_UPDATE_CHECK: '1' },
  interrupt: 'signal',
  library: LIBRARY,
  html: (text) => `await Deno.jupyter.display({ 'text/html': ${JSON.stringify(text)} }, { raw: true })`,
  bundle: (object) => `await Deno.jupyter.display(${object}, { raw: true })`,
  conformance: { language: 'typescript', completion: LOGS, three: '\u001b[33m3\u001b[39m' },
});

/** The kernels by short name. */
export const KERNELS: Readonly<Record<string, () => KernelUnderTest>> = { ours, tslab, deno: denoKernel };
