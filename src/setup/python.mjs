// `.venv`: JupyterLab and its friends, OpenBLAS, the figure exporter. Everything but the notebooks works without.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { failure, inRoot, needDisk, readIfThere, run, SetupError, writeWhole } from './steps.mjs';

const oldest = [3, 11];
const windows = process.platform === 'win32';

/** The virtual environment's Python. */
export const venvPython = windows ? inRoot('.venv', 'Scripts', 'python.exe') : inRoot('.venv', 'bin', 'python');
const stampFile = inRoot('.venv', 'psqe-stamp');
const requirements = inRoot('src', 'setup', 'requirements.txt');

const candidates = () => [
  ...(process.env.PSQE_PYTHON ? [[process.env.PSQE_PYTHON]] : []),
  ['python3'],
  ['python'],
  ...(windows ? [['py', '-3']] : []),
];

/** The first Python that is new enough, as `{ command, version }`; undefined when there is none. */
export async function findPython() {
  for (const command of candidates()) {
    const ask = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
    const { code, output } = await run(command[0], [...command.slice(1), '-c', ask], { quiet: true });
    const version = output.trim();
    const [major, minor] = version.split('.').map(Number);
    if (code === 0 && (major > oldest[0] || (major === oldest[0] && minor >= oldest[1]))) return { command, version };
  }
  return undefined;
}

/** What the environment was made from; its folder too, since a moved environment's scripts no longer start. */
const stampText = () =>
  createHash('sha256').update(fs.readFileSync(requirements)).update(inRoot('.venv')).digest('hex');

/** True when `.venv` is there and holds what the requirements ask for. */
export const environmentReady = () => fs.existsSync(venvPython) && readIfThere(stampFile) === stampText();

/**
 * The option that empties an environment of ours that is out of date; one without our stamp is somebody's, or half made: what
 * is in it stays.
 * @throws {SetupError} for a link, whose target belongs to another folder
 */
export function clearing(folder) {
  if (fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new SetupError(
      `${folder} is a link to ${fs.readlinkSync(folder)}, an environment made for another folder`,
      'Remove the link and start again, so that this folder gets an environment of its own.',
    );
  return readIfThere(path.join(folder, 'psqe-stamp')) ? ['--clear'] : [];
}

/** Makes `.venv` from the pinned requirements, unless it is there. */
export async function makeEnvironment() {
  if (environmentReady()) return 'up to date';
  const python = await findPython();
  if (!python)
    throw new SetupError(
      `no Python ${oldest.join('.')} or newer found (tried ${candidates()
        .map((c) => c.join(' '))
        .join(', ')})`,
      'Install it (https://python.org, or "apt install python3 python3-venv"), or name one in PSQE_PYTHON, then start again.',
    );
  needDisk(1000, 'The Python environment');
  const [command, ...first] = python.command;
  const made = await run(command, [...first, '-m', 'venv', ...clearing(inRoot('.venv')), inRoot('.venv')], {
    quiet: true,
  });
  if (made.code !== 0)
    throw failure('python -m venv', made.output, 'On Debian and Ubuntu: apt install python3-venv. Then start again.');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  const filled = await run(venvPython, pip, { quiet: true });
  if (filled.code !== 0) throw failure('pip install', filled.output, 'Read the lines above, then start again.');
  writeWhole(stampFile, stampText());
  return `Python ${python.version}`;
}
