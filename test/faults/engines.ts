import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EngineName } from '../../src/compute/index.js';
import { temporaryFolder } from '../read/folders.js';
import { difference, type EngineCase, engineCase } from './engine-case.js';

// Every engine with 1, 2 and 4 threads on several versions of Node: the same pairs, and how far digits are apart.
// Run: npm run faults -- engines [version …]; other Nodes than this one come from npm and lie in .cache/nodes.

const root = resolve(import.meta.dirname, '..', '..');
const script = `
  import { runnerImport } from 'vite';
  await runnerImport(process.argv[1], { configFile: false, logLevel: 'warn' });`;
const cases: readonly (readonly [EngineName, number])[] = [
  ...[1, 2, 4].map((threads) => ['native', threads] as const),
  ...[1, 2, 4].map((threads) => ['wasm', threads] as const),
  ['js', 1],
];

/** A Node of this version, from its npm package. */
function nodeOf(version: string): string {
  const folder = join(root, '.cache', 'nodes', version);
  // The packages that "node" would choose among by a script of its installation, which npm may not run.
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}

/** All cases in a process of this Node. */
function casesOn(node: string): EngineCase[] {
  const args = ['--input-type=module', '-e', script, import.meta.filename];
  const file = join(temporaryFolder(), 'cases.json');
  execFileSync(node, args, { cwd: root, env: { ...process.env, PSQE_ENGINE_CASES: file }, stdio: 'ignore' });
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function one(file: string): Promise<void> {
  const found: EngineCase[] = [];
  for (const [engine, threads] of cases) found.push(await engineCase(engine, threads));
  writeFileSync(file, JSON.stringify(found));
}

function all(): void {
  const given = process.argv.slice(3);
  const nodes = [process.execPath, ...(given.length > 0 ? given : ['22', '24']).map(nodeOf)];
  const found = nodes.flatMap(casesOn);
  const reference = found[0]!;
  const rows = found.map((each) => ({ ...each, ...difference(reference, each) }));
  for (const { node, engine, threads, seeds, matches, digits, apart } of rows)
    console.log(JSON.stringify({ node, engine, threads, seeds, matches, digits, apart }));
  process.exitCode = rows.some(({ seeds, matches }) => seeds + matches > 0) ? 1 : 0;
}

if (process.env.PSQE_ENGINE_CASES) await one(process.env.PSQE_ENGINE_CASES);
else all();
process.exit();
