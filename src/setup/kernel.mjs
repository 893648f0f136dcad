// The TypeScript kernel and papermill's translator in the project's `.venv`, and Jupyter's own folders in `.jupyter`.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentReady, venvPython } from './python.mjs';
import { inRoot, run, SetupError, writeWhole } from './steps.mjs';

/** A folder of Jupyter's, inside the project. */
export const jupyterFolder = (name) => inRoot('.jupyter', name);

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

/** Writes a file unless it has that text already. */
export function writeIfNew(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  writeWhole(file, text);
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
  const name = 'typescript_papermill';
  const version = '1.0.0';
  const info = path.join(to, `${name}-${version}.dist-info`);
  // Its name before the kernel was a package of its own; papermill would load both, and take the old one's translator.
  for (const old of ['psqe_papermill.py', `psqe_papermill-${version}.dist-info`])
    fs.rmSync(path.join(to, old), { recursive: true, force: true });
  writeIfNew(path.join(to, `${name}.py`), fs.readFileSync(inRoot('src', 'kernel', 'papermill', `${name}.py`), 'utf8'));
  writeIfNew(path.join(info, 'METADATA'), `Metadata-Version: 2.1\nName: typescript-papermill\nVersion: ${version}\n`);
  writeIfNew(path.join(info, 'entry_points.txt'), `[papermill.engine]\ntypescript = ${name}:TypeScriptEngine\n`);
  writeIfNew(path.join(info, 'INSTALLER'), 'psqe\n');
  const files = [
    `${name}.py`,
    ...['METADATA', 'entry_points.txt', 'INSTALLER', 'RECORD'].map((f) => `${name}-${version}.dist-info/${f}`),
  ];
  writeIfNew(path.join(info, 'RECORD'), `${files.map((f) => `${f},,`).join('\n')}\n`);
}

/**
 * Installs the kernel and the papermill translator into `.venv`. Needs the build.
 * The kernel is called `typescript`, as the package typescript-kernel calls it everywhere else and the notebooks carry it.
 */
export async function setUpKernel() {
  if (!environmentReady()) throw new SetupError('no Python environment (.venv)', 'Run: npm start');
  const { installKernel } = await import(pathToFileURL(inRoot('src', 'kernel', 'dist', 'index.js')).href);
  const prefix = inRoot('.venv');
  const logo = fs.readFileSync(inRoot('src', 'setup', 'kernel-logo.svg'), 'utf8');
  installKernel({ prefix, logo });
  // Until 0.1 it was there under this name as well: two tiles in the launcher for one kernel.
  fs.rmSync(path.join(prefix, 'share', 'jupyter', 'kernels', 'psqe'), { recursive: true, force: true });
  await installTranslator();
}
