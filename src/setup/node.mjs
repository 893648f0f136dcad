// Node's own version and the npm packages.
import { failure, inRoot, needDisk, readIfThere, run, SetupError } from './steps.mjs';

const oldest = [20, 19];

/** Throws when this Node is older than the oldest supported one. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return `Node ${version}`;
  throw new SetupError(
    `Node ${version} is too old: PSQE needs Node ${oldest.join('.')} or newer`,
    'Install a newer one (https://nodejs.org, or your version manager, e.g. "nvm install 22"), then start again.',
  );
}

/**
 * What of the lockfile is not installed: npm leaves in `node_modules` a lockfile of what it put there, written last.
 * Optional packages (builds for other platforms) may be absent.
 */
export function missingPackages(lockText, installedText) {
  const wanted = JSON.parse(lockText).packages;
  const installed = installedText ? JSON.parse(installedText).packages : {};
  return Object.keys(wanted).filter(
    (name) =>
      name !== '' && !wanted[name].optional && !(name in installed && installed[name].version === wanted[name].version),
  );
}

/** Installs the npm packages exactly as locked, unless they are there. */
export async function installPackages() {
  const lock = readIfThere(inRoot('package-lock.json'));
  if (lock === undefined)
    throw new SetupError('package-lock.json is missing', 'Restore it: git checkout package-lock.json');
  if (missingPackages(lock, readIfThere(inRoot('node_modules', '.package-lock.json'))).length === 0)
    return 'up to date';
  needDisk(1200, 'npm install');
  // npm runs this script through npm_execpath; without npm around it (plain "node src/setup/start.mjs") take it from PATH.
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  const { code, output } = await run(command, args, { quiet: true });
  if (code !== 0) throw failure('npm ci', output, 'Read the lines above; "npm ci" by hand shows them all.');
  return `${Object.keys(JSON.parse(lock).packages).length - 1} packages installed`;
}
