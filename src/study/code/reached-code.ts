import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot } from '../../base/index.js';
import { seedSource } from '../../seeds/index.js';
import { codeHash, type ReachedCode } from './code-hash.js';

/** What no number comes from: options are hashed as they resolve, and the rest reports, draws or stores. */
const without = (path: string) =>
  /^(base|cli|kernel|notebook|plots|study\/(code|gain))\/|^study\/(data-files|index|kept|key|report|store|stored)\.js$/.test(
    path,
  );

/** Reached by no import: started by its path, and methods of what is given. */
const always = [
  'compute/threads/worker.js#',
  'graph/index.js#AlignmentTask',
  'graph/index.js#GroundTruth',
  'graph/index.js#MultimodalGraph',
];

/**
 * The code (compiled, in `dist`) that numbers come from: what some functions reach, and the members of registries that they take by name.
 * @param entries as of {@link codeHash}
 * @param o seed sources, the model, and models beside it; all where they are not named
 * @throws {InputError} where `dist` is not compiled from the sources as they stand
 */
export async function reachedCode(
  entries: readonly string[],
  o: { readonly sources?: readonly string[]; readonly model?: string; readonly beside?: readonly string[] } = {},
): Promise<ReachedCode> {
  const folder = join(packageRoot(), 'dist');
  const sources = o.sources?.map((name) => seedSource(name).name) ?? [undefined];
  const members = [
    ...sources.flatMap((name) => definedIn(folder, 'defineSeedSource', name)),
    ...[o.model, ...(o.beside ?? [])].flatMap((name) => definedIn(folder, 'defineModel', name)),
    // Which of these a model or stage 2 takes is an option of theirs.
    ...definedIn(folder, 'defineFusion'),
    ...definedIn(folder, 'defineLoss'),
  ];
  const all = [...entries, ...always, ...members.map((path) => `${path}#*`)];
  const code = await codeHash(all, { folder, without, versions: pinned() });
  checkCompiled(code.modules);
  return code;
}

/**
 * Members of a registry make themselves known as their modules are loaded, so that no import leads to them: the modules that
 * define one of that name; without a name, or where none does, all that define any.
 */
function definedIn(
  folder: string,
  verb: `define${'Model' | 'SeedSource' | 'Fusion' | 'Loss'}`,
  name?: string,
): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.js') && !without(path))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
    .filter(({ text }) => new RegExp(`^(export const \\w+ = )?${verb}\\(`, 'm').test(text));
  const named =
    name === undefined ? [] : all.filter(({ text }) => new RegExp(`${verb}\\(\\{\\s*name: ['"]${name}['"]`).test(text));
  return (named.length > 0 ? named : all).map(({ path }) => path).sort();
}

/** Versions of packages, as the package pins them. */
function pinned(): Record<string, string> {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  const { dependencies, peerDependencies, devDependencies } = JSON.parse(text) as Record<
    string,
    Record<string, string>
  >;
  return { ...devDependencies, ...peerDependencies, ...dependencies };
}

/** The build keeps a hash of each source that it compiled; an installed package has neither sources nor those. */
function checkCompiled(modules: readonly string[]): void {
  const root = packageRoot();
  const stamp = join(root, 'dist', '.stamp.json');
  if (!existsSync(stamp)) return;
  const built = JSON.parse(readFileSync(stamp, 'utf8')) as Record<string, string>;
  const sources = new Set(modules.map((path) => `src/${path.replace(/\.js$/, '.ts')}`));
  const changed = Object.keys(built).filter((path) => {
    const name = path.replaceAll('\\', '/');
    if (!sources.has(name) && !modules.includes(name.slice(4)) && !name.includes('/wasm/')) return false;
    const file = join(root, path);
    return !existsSync(file) || shortHash(readFileSync(file)) !== built[path];
  });
  if (changed.length > 0)
    throw new InputError(`is not compiled as it stands in ${changed[0]}`, 'dist', 'Build it: node src/setup/build.mjs');
}

const shortHash = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex').slice(0, 16);
