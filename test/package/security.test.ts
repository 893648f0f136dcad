import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

// SECURITY.md in short: what opens a port, starts a program or runs text, and why. Whoever adds one adds it here, too.

const src = resolve(import.meta.dirname, '..', '..', 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => /\.(ts|mjs)$/.test(file) && !/^kernel\/(dist|test|node_modules)\//.test(file));
const holding = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(src, file), 'utf8'))).sort();

test('ports and calls to servers: the kernel alone', () => {
  const network = /'node:(net|http|https|http2|tls|dgram)'|\bfetch\(|'zeromq'|\bWebSocket\b|\bXMLHttpRequest\b/;
  expect(holding(network)).toEqual(['kernel/protocol/sockets.ts', 'kernel/run/session.ts']);
});

test('programs that are started', () => {
  expect(holding(/'node:child_process'/)).toEqual(
    Object.keys({
      'cli/commands/kernel.ts': 'the kernel, by its own command',
      'cli/doctor/find.ts': 'versions of Python and Jupyter',
      'cli/doctor/kernel.ts': 'where the kernel is installed',
      'kernel/cli.ts': 'versions of Python and Jupyter',
      'kernel/protocol/commands.ts': 'commands that a cell asks for',
      'kernel/protocol/npm.ts': 'npm, when a cell asks for it',
      'kernel/run/session.ts': 'a kernel to run a notebook with',
      'plots/kaleido.ts': 'the exporter of pictures',
      'setup/audit.mjs': 'npm',
      'setup/steps.mjs': 'the set-up: npm, Python, compilers',
      'study/key.ts': 'git, for the commit',
      'study/sweep/slurm/commands.ts': 'Slurm, where a sweep is given to it',
      'study/sweep/worker.ts': 'itself, to share out the runs of a study',
    }),
  );
});

test('text that is run: cells of a notebook and TypeScript, in the kernel; readers run their own function under a watch', () => {
  expect(holding(/'node:(vm|inspector|inspector\/promises)'|new Function\(|\beval\(/)).toEqual([
    'kernel/debug/inspector.ts',
    'kernel/protocol/collect.ts',
    'kernel/protocol/compile-cache.ts',
    'kernel/protocol/terminate.ts',
    'read/time-limit.ts',
  ]);
});

test('the lab is for this machine, with its token', async () => {
  const { labArguments } = await import(pathToFileURL(join(src, 'setup', 'lab.mjs')).href);
  const all = (labArguments() as string[]).join(' ');
  expect(all).toContain('--ServerApp.ip=127.0.0.1');
  expect(all).not.toMatch(/token|password|allow_origin|disable_check_xsrf|allow_remote/);
});
