import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/kernel/test/build.js';

const npmCli = process.env.npm_execpath;
function npm(args: string[], cwd: string): string {
  const [program, first] = npmCli ? [process.execPath, [npmCli]] : ['npm', []];
  const { status, stdout, stderr } = spawnSync(program, [...first, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args[0]}: ${stderr}`);
  return stdout;
}

/** Runs Node and answers with what it prints. */
export const node = (args: string[], cwd: string, env = process.env): string =>
  execFileSync(process.execPath, args, { cwd, env, encoding: 'utf8' });

/** A folder as a user's project begins: a package.json and nothing else. Its path has a blank. */
export function emptyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'a user '));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  return folder;
}

/** Builds and packs a package of this repository into `folder`. */
export function pack(name: 'psqe' | 'typescript-kernel', folder: string): { files: string[]; tarball: string } {
  node([join('src', 'setup', 'build.mjs')], root);
  const which = name === 'psqe' ? [] : ['--workspace', name];
  const packed = npm(['pack', ...which, '--json', '--ignore-scripts', '--pack-destination', folder], root);
  // A list, or by name where workspaces are named.
  const [found] = Object.values(JSON.parse(packed) as Record<string, { files: { path: string }[]; filename: string }>);
  return { files: found!.files.map((file) => file.path), tarball: join(folder, found!.filename) };
}

export function install(folder: string, ...tarballs: string[]): void {
  npm(['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs], folder);
}
