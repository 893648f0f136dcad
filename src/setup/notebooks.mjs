// `npm run notebooks`: executes the notebooks in place and exports their figures; `-- --quick` executes them small, into
// `.cache/notebooks`; `-- --figures` only exports the figures of the notebooks as they are.
import fs from 'node:fs';
import path from 'node:path';
import { exportNotebookFigures } from './figures.mjs';
import { jupyterEnvironment } from './kernel.mjs';
import { venvPython } from './python.mjs';
import { prepare } from './start.mjs';
import { failure, inRoot, isMain, run, runSteps, SetupError, step } from './steps.mjs';

/** The notebooks in reading order; only those whose names begin with one of `wanted`, when there are any. */
export function notebookFiles(wanted = [], folder = inRoot('notebooks')) {
  const all = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .sort();
  for (const name of wanted)
    if (!all.some((file) => file.startsWith(name)))
      throw new SetupError(`no notebook "${name}"`, `There are: ${all.join(', ')}`);
  const kept = all.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));
  return kept.map((name) => path.join(folder, name));
}

/** Where a quick run leaves a notebook: the committed one keeps the outputs of the long run. */
export const quickFile = (file) => inRoot('.cache', 'notebooks', path.basename(file));

/** Executes one notebook; the file is written when all cells ran. */
export async function executeNotebook(file, { quick = false, target = quick ? quickFile(file) : file } = {}) {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const args = [inRoot('src', 'setup', 'notebooks.py'), file, target, ...(quick ? ['--quick'] : [])];
  // No pictures beside the figures of a quick run: half a minute for all notebooks.
  const env = { ...jupyterEnvironment(), ...(quick && { PSQE_KALEIDO: inRoot('.cache', 'no-pictures') }) };
  const { code, output } = await run(venvPython, args, { quiet: true, env });
  if (code !== 0) throw failure(path.basename(file), output, 'Run it in JupyterLab: npm run lab');
}

async function main(args) {
  const quick = args.includes('--quick');
  const files = notebookFiles(args.filter((arg) => !arg.startsWith('-')));
  await prepare();
  for (const file of files) {
    if (!args.includes('--figures')) await step(path.basename(file), () => executeNotebook(file, { quick }));
    if (!quick) await step(`figures of ${path.basename(file)}`, () => exportNotebookFigures(file));
  }
}

if (isMain(import.meta.url)) await runSteps(() => main(process.argv.slice(2)));
