import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packageRoot } from '../../base/index.js';

const windows = process.platform === 'win32';

/** The first line that a program prints with `args`; undefined when it cannot be started. */
export function askVersion(program: string, args: readonly string[] = ['--version']): string | undefined {
  try {
    const output = execFileSync(program, args, {
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    return output.trim().split('\n')[0];
  } catch {
    return undefined;
  }
}

/** The full path of a program on PATH. */
export function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const files = names.flatMap((name) => folders.map((folder) => join(folder, windows ? `${name}.exe` : name)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The folders in which a `.venv` made by the set-up may lie: the package's and the current one. */
export const environmentFolders = () =>
  [...new Set([packageRoot(), process.cwd()])].map((folder) => join(folder, '.venv'));

/** The Python of the set-up's environment, or one on PATH. */
export function findPython(): string | undefined {
  const inside = windows ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const own = environmentFolders().map((folder) => join(folder, ...inside));
  return own.find(existsSync) ?? onPath(['python3', 'python']);
}

/** A Chromium-like browser: for the browser tests only. */
export function findChromium(): string | undefined {
  const fixed = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return onPath(['chromium', 'chromium-browser', 'google-chrome', 'chrome']) ?? fixed.find(existsSync);
}
