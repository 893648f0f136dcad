import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../src/kernel/test/build.js';
import { findPython, type Jupyter, temporaryJupyter } from '../../src/kernel/test/python.js';

const { configureLab } = await import(pathToFileURL(join(root, 'src/setup/lab.mjs')).href);

export interface Lab {
  /** Address of a notebook, with the token. */
  url(notebook: string): string;
  stop(): Promise<void>;
}

/** Waits for the file in which the server says where it listens. */
async function serverInfo(jupyter: Jupyter, log: () => string): Promise<{ url: string; token: string }> {
  const runtime = jupyter.env.JUPYTER_RUNTIME_DIR!;
  for (let i = 0; i < 600; i++) {
    const file = readdirSync(runtime, { recursive: true })
      .map(String)
      .find((name) => /^jpserver-\d+\.json$/.test(name));
    if (file) return JSON.parse(readFileSync(join(runtime, file), 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`JupyterLab did not start: ${log()}`);
}

/** Starts JupyterLab on a folder of its own with these notebooks (name → JSON text). */
export async function startLab(notebooks: Record<string, string>): Promise<Lab> {
  const jupyter = temporaryJupyter();
  const folder = join(jupyter.folder, 'note books');
  for (const dir of [folder, jupyter.env.JUPYTER_RUNTIME_DIR!]) mkdirSync(dir, { recursive: true });
  configureLab(jupyter.env.JUPYTER_CONFIG_DIR!);
  for (const [name, text] of Object.entries(notebooks)) writeFileSync(join(folder, name), text);
  const args = [
    '-m',
    'jupyterlab',
    '--no-browser',
    '--allow-root',
    '--ServerApp.ip=127.0.0.1',
    '--ServerApp.port=0',
    '--custom-css',
    `--ServerApp.root_dir=${folder}`,
  ];
  const server: ChildProcess = spawn(findPython()!, args, { env: jupyter.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [server.stdout!, server.stderr!])
    stream.on('data', (data) => {
      log += data;
    });
  const ended = new Promise((resolve) => server.once('close', resolve));
  const { url, token } = await serverInfo(jupyter, () => log);
  return {
    url: (notebook) => `${url}lab/tree/${encodeURIComponent(notebook)}?token=${token}`,
    async stop() {
      server.kill('SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 8000))]);
      server.kill('SIGKILL');
      jupyter.remove();
    },
  };
}
