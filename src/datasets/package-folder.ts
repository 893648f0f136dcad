import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InputError } from '../base/index.js';

const require = createRequire(import.meta.url);

/**
 * Where an npm package lies; `exports` may hide its package.json.
 * @throws {InputError} with the command that installs it, where it is not
 */
export function packageFolder(name: string): string {
  const found = (require.resolve.paths(name) ?? []).map((path) => join(path, name)).find((path) => existsSync(path));
  if (found) return found;
  throw new InputError('is not installed', name, `Install the source with: npm install ${name}`);
}

/** The version in a package's folder. */
export const versionIn = (folder: string): string =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version as string;
