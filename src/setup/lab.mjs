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
    '--custom-css',
    ...root,
    ...extra,
  ];
}

/**
 * Figures on white paper in the dark theme: light and dark are exchanged, hues stay. White becomes the theme's #111. Theme and
 * figures change together, at once.
 */
const darkFigures = `body[data-jp-theme-light='false'] .js-plotly-plot { filter: invert(0.933) hue-rotate(180deg); }
`;

/** On a busy machine the first look into a package takes seconds; JupyterLab drops what comes after one. */
const settings = { '@jupyterlab/completer-extension:manager': { providerTimeout: 10_000 } };

/** Writes JupyterLab's settings into its folder of configuration. */
export function configureLab(config = jupyterFolder('config')) {
  const quiet = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };
  writeIfNew(path.join(config, 'labconfig', 'page_config.json'), `${JSON.stringify(quiet, undefined, 2)}\n`);
  writeIfNew(
    path.join(config, 'labconfig', 'default_setting_overrides.json'),
    `${JSON.stringify(settings, undefined, 2)}\n`,
  );
  writeIfNew(path.join(config, 'custom', 'custom.css'), darkFigures);
}

/** Starts JupyterLab and waits until it ends. */
export async function lab(extra = []) {
  fs.mkdirSync(inRoot('notebooks'), { recursive: true });
  configureLab();
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
