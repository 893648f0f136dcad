import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EngineName } from '../../src/compute/index.js';
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
  const program = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', `node@${version}`];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}

/** All cases in a process of this Node. */
function casesOn(node: string): EngineCase[] {
  const args = ['--input-type=module', '-e', script, import.meta.filename];
  const env = { ...process.env, PSQE_ENGINE_CASES: '1' };
  const out = execFileSync(node, args, { cwd: root, encoding: 'utf8', env, maxBuffer: 2 ** 28 });
  return JSON.parse(out.trim().split('\n').at(-1)!);
}

async function one(): Promise<void> {
  const found: EngineCase[] = [];
  for (const [engine, threads] of cases) found.push(await engineCase(engine, threads));
  process.stdout.write(`${JSON.stringify(found)}\n`);
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

if (process.env.PSQE_ENGINE_CASES) await one();
else all();
process.exit();
