import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError, packageRoot } from '../../base/index.js';
import { seedSource } from '../../seeds/index.js';
import type { AlignerOptions } from '../../train/index.js';
import type { Ablation } from './ablations.js';
import { codeHash, type ReachedCode } from './code-hash.js';

/** What no number comes from: options are hashed as they resolve, and the rest reports, draws or stores. */
const without = (path: string) =>
  /^(base|cli|kernel|notebook|plots|study)\//.test(path) && !path.startsWith('study/sources/');

/** What every row calls: splits, training, measures of the seeds, tests, and methods of what it is given. */
const always = [
  'compute/index.js#random',
  // Started by its path, not imported.
  'compute/threads/worker.js#',
  'graph/index.js#AlignmentTask',
  'graph/index.js#GroundTruth',
  'graph/index.js#MultimodalGraph',
  'evaluate/index.js#evaluateAlignment',
  'evaluate/index.js#seedQuality',
  'evaluate/index.js#splitLinks',
  'train/index.js#trainAligner',
];

/** This folder below `src` or `dist`, as modules are named. */
const here = () => relative(packageRoot(), fileURLToPath(new URL('.', import.meta.url))).replaceAll('\\', '/');

/**
 * The code that a row's numbers come from (compiled, in `dist`): this study's own run, and what it calls to make the row's
 * seeds and to train and test its aligner.
 * @throws {InputError} where `dist` is not compiled from the sources as they stand
 */
export async function rowCode(row: Pick<Ablation, 'source' | 'size'>, o: AlignerOptions): Promise<ReachedCode> {
  const folder = join(packageRoot(), 'dist');
  const own = here().split('/').slice(1).join('/');
  const sources = [row.source, ...(row.size === undefined ? [] : [row.size])].map((name) => seedSource(name).name);
  const entries = [
    ...[`${own}/run.js`, `${own}/../seed-maker.js`].map((path) => `${posix.normalize(path)}#`),
    ...always,
    ...sources.flatMap((name) => definedIn(folder, 'defineSeedSource', name)).map((path) => `${path}#*`),
    ...definedIn(folder, 'defineModel', o.model ?? 'mclea').map((path) => `${path}#*`),
    // Which of these a model or stage 2 takes is an option of theirs.
    ...[...definedIn(folder, 'defineFusion'), ...definedIn(folder, 'defineLoss')].map((path) => `${path}#*`),
  ];
  const code = await codeHash(entries, { folder, without, versions: pinned() });
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
