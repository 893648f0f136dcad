import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../base/index.js';
import { packageFolder, versionIn } from '../package-folder.js';

/** npm packages, the versions that were measured, and their licences; a logo itself may be a trademark. */
const packages = {
  '@iconify-json/logos': { measured: '1.2.19', licence: 'CC0-1.0' },
  'simple-icons': { measured: '16.37.0', licence: 'CC0-1.0' },
} as const;

type Package = keyof typeof packages;

/** Where each source lies. */
export type LogoFolders = Readonly<Record<Package, string>>;

/** The command that installs the versions that were measured. */
export const installLogos = `npm install --no-save ${Object.entries(packages)
  .map(([name, { measured }]) => `${name}@${measured}`)
  .join(' ')}`;

/**
 * The folders of both packages: in `from`, or else where modules are looked up.
 * @throws {InputError} for what is missing, with the command that installs it
 */
export function logoFolders(from?: string): LogoFolders {
  const names = Object.keys(packages) as Package[];
  const found = names.map((name) => [name, folderOf(name, from)] as const);
  const missing = found.filter(([, folder]) => folder === undefined).map(([name]) => name);
  if (missing.length === 0) return Object.fromEntries(found) as unknown as LogoFolders;
  throw new InputError(
    from ? 'these folders are missing' : 'these sources are not installed',
    `${missing.join(', ')}${from ? ` in ${from}` : ''}`,
    `Install them: ${installLogos}`,
  );
}

function folderOf(name: Package, from?: string): string | undefined {
  try {
    const folder = from === undefined ? packageFolder(name) : join(from, name);
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Sources with versions and licences, for the record. */
export const logoSources = (folders: LogoFolders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(packages).map(([name, { licence }]) => [
      name,
      `${versionIn(folders[name as Package])} (${licence})`,
    ]),
  );

/** A set of icons as `@iconify-json/logos` holds it; only what is used. */
export interface LogoSet {
  readonly icons: Readonly<Record<string, Logo>>;
  readonly width?: number;
  readonly height?: number;
}

/** One drawing, in the box that its own numbers or those of the set say. */
export interface Logo {
  readonly body: string;
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
  /** Kept for those who used it, and no part of the set any more. */
  readonly hidden?: boolean;
}

/** A brand as `simple-icons` lists it; only what is used. */
export interface Brand {
  readonly title: string;
  readonly slug: string;
}

export const logoSet = (folders: LogoFolders): LogoSet =>
  sourceJson(join(folders['@iconify-json/logos'], 'icons.json')) as LogoSet;

export const brands = (folders: LogoFolders): readonly Brand[] =>
  sourceJson(join(folders['simple-icons'], 'data', 'simple-icons.json')) as readonly Brand[];

/** The drawing of a brand. @throws {InputError} where it cannot be read */
export function brandIcon(folders: LogoFolders, { slug }: Brand): string {
  return sourceText(join(folders['simple-icons'], 'icons', `${slug}.svg`));
}

function sourceJson(path: string): unknown {
  try {
    return JSON.parse(sourceText(path));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot be read: ${(error as Error).message}`, path, 'Install its package again');
  }
}

function sourceText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`cannot be read: ${(error as Error).message}`, path, `Install it again: ${installLogos}`);
  }
}
