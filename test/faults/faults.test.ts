import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from './commands.js';
import { faultKinds } from './disk.js';
import type { OperationResults } from './results.js';

const root = join(import.meta.dirname, '..', '..');
const built = spawnSync(process.execPath, [join(root, 'src', 'setup', 'build.mjs')], { encoding: 'utf8' });

/** Runs a campaign in a process of its own, since it makes the disk fail; gives its last line. */
function campaign<T>(...args: string[]): T {
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'run.mjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  const last = stdout.trimEnd().split('\n').at(-1)!;
  if (!last.startsWith('{')) throw new Error(stderr);
  return JSON.parse(last) as T;
}

test('a sample of faults at calls of every command: all are survived', { timeout: 300_000 }, () => {
  expect(built.stderr).toMatch(/✓ build/);
  const { commands: results, found } = campaign<{ commands: OperationResults[]; found: object[] }>(
    ...['--fast', '--minutes', '0.8'],
  );
  expect(found).toEqual([]);
  expect(results.map(({ command }) => command)).toEqual(commands.filter(({ slow }) => !slow).map(({ name }) => name));
  for (const { command, tried } of results) expect(Object.keys(tried).length, command).toBeGreaterThan(0);
  const kinds = new Set(results.flatMap(({ tried }) => Object.keys(tried)));
  expect([...kinds].sort()).toEqual([...faultKinds].sort());
});
