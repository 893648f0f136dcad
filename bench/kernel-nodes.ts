/**
 * The packed kernel, installed into an empty folder, on several versions of Node: `node bench/run.mjs kernel-nodes [version …]`.
 * The Nodes come from npm (Linux on x64, macOS, Windows) and lie in .cache/nodes. A Markdown table: jupyter_kernel_test,
 * and each of the checks of `bench/kernel/faults.ts`. Exits with 1 when one of them fails.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelEnvironment } from '../src/kernel/install.js';
import { root } from '../src/kernel/test/build.js';
import { emptyProject, install, pack } from '../test/package/install.js';
import { conformance } from './kernel/conformance.js';
import { CHECKS, check } from './kernel/faults.js';
import { KERNELS, type KernelUnderTest } from './kernel/kernels.js';

const given = process.argv.slice(3);
const versions = given.length > 0 ? given : ['22.23.3', '24.21.0'];

/** A Node of this version, from its npm package. */
function nodeOf(version: string): string {
  const folder = join(root, '.cache/nodes', version);
  const program = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-save', '--no-audit', '--no-fund', `node@${version}`];
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return program;
}

const folder = emptyProject();
install(folder, pack('typescript-kernel', folder).tarball);
const main = join(folder, 'node_modules/typescript-kernel/dist/main.js');
const rows: [string, Record<string, boolean>, string][] = [];
for (const node of [process.execPath, ...versions.map(nodeOf)]) {
  const name = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const command = [node, main, '{connection_file}'];
  const kernel: KernelUnderTest = { ...KERNELS.ours!(), name, command, env: kernelEnvironment, cwd: folder };
  rows.push([name, await check(kernel), conformance(kernel)]);
}
rmSync(folder, { recursive: true, force: true });

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
console.log(line(['', ...rows.map(([name]) => `Node ${name}`)]));
console.log(line(['', ...rows].map(() => '---')));
console.log(line(['jupyter_kernel_test', ...rows.map(([, , verdict]) => verdict)]));
for (const { what } of CHECKS) console.log(line([what, ...rows.map(([, passed]) => (passed[what] ? 'yes' : 'no'))]));
const whole = rows.every(
  ([, passed, verdict]) => Object.values(passed).every(Boolean) && /^(\d+) of \1$/.test(verdict),
);
process.exitCode = whole ? 0 : 1;
