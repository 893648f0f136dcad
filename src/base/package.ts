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
