import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface PackageJson {
  readonly name?: string;
  readonly version: string;
}

let found: { root: string; version: string } | undefined;

/** Walks up from this file, which lies in `src` under vitest and in `dist` otherwise, to the package.json named psqe. */
function find(): { root: string; version: string } {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as PackageJson;
      if (name === 'psqe') return { root: folder, version };
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package psqe has lost its package.json');
    folder = parent;
  }
}

/** The folder of the package: the repository, or `node_modules/psqe`. */
export function packageRoot(): string {
  found ??= find();
  return found.root;
}

/** The package's version. */
export function packageVersion(): string {
  found ??= find();
  return found.version;
}

/** Whether this is the repository, with the sources and `npm start`, rather than the package installed somewhere. */
export const inRepository = (): boolean => existsSync(join(packageRoot(), 'src', 'index.ts'));

/**
 * How to get packages from PyPI where this package can find them, as a command: in the repository `npm start`, in a project
 * that has installed it an environment of the project's own.
 */
export function howToInstall(...packages: readonly string[]): string {
  if (inRepository()) return 'npm start';
  const windows = process.platform === 'win32';
  const pip = windows ? '.venv\\Scripts\\pip' : '.venv/bin/pip';
  return `${windows ? 'python' : 'python3'} -m venv .venv && ${pip} install ${packages.join(' ')}`;
}
