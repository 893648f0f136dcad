// `npm run lab`: JupyterLab on the notebooks, with the TypeScript kernel. All that Jupyter writes stays in `.jupyter`.
import fs from 'node:fs';
import path from 'node:path';
import { jupyterEnvironment, jupyterFolder, writeIfNew } from './kernel.mjs';
import { venvPython } from './python.mjs';
import { prepare } from './start.mjs';
import { inRoot, isMain, run, runSteps } from './steps.mjs';

/** The command line of JupyterLab: this machine only, its token kept, no news popup. */
export function labArguments(extra = []) {
  const root = process.getuid?.() === 0 ? ['--allow-root'] : [];
  return [
    '-m',
    'jupyterlab',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.root_dir=${inRoot('notebooks')}`,
    ...root,
    ...extra,
  ];
}

/** Starts JupyterLab and waits until it ends. */
export async function lab(extra = []) {
  fs.mkdirSync(inRoot('notebooks'), { recursive: true });
  const quiet = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };
  writeIfNew(
    path.join(jupyterFolder('config'), 'labconfig', 'page_config.json'),
    `${JSON.stringify(quiet, undefined, 2)}\n`,
  );
  // Ctrl-C is JupyterLab's: it asks whether to stop.
  process.on('SIGINT', () => {});
  const { code } = await run(venvPython, labArguments(extra), { env: jupyterEnvironment() });
  process.exitCode = code;
}

if (isMain(import.meta.url))
  await runSteps(async () => {
    await prepare();
    await lab(process.argv.slice(2));
  });
