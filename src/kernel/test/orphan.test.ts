import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kernelCommand, kernelEnvironment } from '../install.js';
import { buildKernel } from './build.js';
import { writeConnection } from './launch.js';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Starts a program by a process that ends at once. */
const STARTER = `
const { spawn } = require('node:child_process');
const [program, ...args] = process.argv.slice(1);
const child = spawn(program, args, { detached: true, stdio: 'ignore' });
child.unref();
child.on('spawn', () => setTimeout(() => { console.log(child.pid); process.exit(); }, 50));
`;

test.skipIf(process.platform === 'win32')('a kernel whose client has ended before it could look ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-orphan-'));
  const connection = join(folder, 'connection.json');
  await writeConnection(connection, 'key');
  const command = kernelCommand(process.execPath, buildKernel()).map((part) =>
    part.replace('{connection_file}', connection),
  );
  const env = { ...process.env, ...kernelEnvironment };
  const { stdout } = spawnSync(process.execPath, ['-e', STARTER, ...command], { encoding: 'utf8', env });
  const shell = Number(stdout);
  expect(shell).toBeGreaterThan(1);
  try {
    await expect.poll(() => alive(shell), { timeout: 90_000, interval: 200 }).toBe(false);
  } finally {
    if (alive(shell)) process.kill(-shell, 'SIGKILL');
    rmSync(folder, { recursive: true });
  }
});
