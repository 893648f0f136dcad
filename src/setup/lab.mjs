// `npm run lab`: JupyterLab on the notebooks, with the TypeScript kernel. All that Jupyter writes stays in `.jupyter`.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentReady, venvPython } from './python.mjs';
import { prepare } from './start.mjs';
import { inRoot, isMain, run, runSteps, SetupError, step } from './steps.mjs';

const jupyterFolder = (name) => inRoot('.jupyter', name);

/** The environment of every Jupyter program that the project starts. */
export function jupyterEnvironment(env = process.env) {
  return {
    ...env,
    JUPYTER_CONFIG_DIR: jupyterFolder('config'),
    JUPYTER_DATA_DIR: jupyterFolder('data'),
    JUPYTER_RUNTIME_DIR: jupyterFolder('runtime'),
    JUPYTERLAB_SETTINGS_DIR: jupyterFolder('settings'),
    JUPYTERLAB_WORKSPACES_DIR: jupyterFolder('workspaces'),
    IPYTHONDIR: jupyterFolder('ipython'),
  };
}

function writeIfNew(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Where the environment's Python looks for packages. */
async function sitePackages() {
  const { code, output } = await run(venvPython, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    quiet: true,
  });
  if (code !== 0) throw new SetupError('the Python environment does not start', 'Remove .venv and start again.');
  return output.trim();
}

/**
 * Puts the papermill translator into the environment the way pip would, without pip: building a package of one file
 * would ask the network for a build tool.
 */
async function installTranslator() {
  const to = await sitePackages();
  const name = 'psqe_papermill';
  const version = '1.0.0';
  const info = path.join(to, `${name}-${version}.dist-info`);
  writeIfNew(path.join(to, `${name}.py`), fs.readFileSync(inRoot('src', 'kernel', 'papermill', `${name}.py`), 'utf8'));
  writeIfNew(path.join(info, 'METADATA'), `Metadata-Version: 2.1\nName: psqe-papermill\nVersion: ${version}\n`);
  writeIfNew(path.join(info, 'entry_points.txt'), `[papermill.engine]\npsqe = ${name}:PsqeEngine\n`);
  writeIfNew(path.join(info, 'INSTALLER'), 'psqe\n');
  const files = [
    `${name}.py`,
    ...['METADATA', 'entry_points.txt', 'INSTALLER', 'RECORD'].map((f) => `${name}-${version}.dist-info/${f}`),
  ];
  writeIfNew(path.join(info, 'RECORD'), `${files.map((f) => `${f},,`).join('\n')}\n`);
}

/** Installs the kernel and the papermill translator into `.venv`. Needs the build. */
export async function setUpKernel() {
  if (!environmentReady()) throw new SetupError('no Python environment (.venv)', 'Run: npm start');
  const main = inRoot('dist', 'kernel', 'index.js');
  const { installKernel } = await import(pathToFileURL(main).href);
  installKernel({ prefix: inRoot('.venv') });
  await installTranslator();
}

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
    await step('Jupyter kernel', setUpKernel);
    await lab(process.argv.slice(2));
  });
