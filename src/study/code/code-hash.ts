import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { InputError } from '../../base/index.js';
import { type CodeModule, type ModuleParser, moduleParser, type Taken } from './code-modules.js';

/** The code that some functions reach. */
export interface ReachedCode {
  /** Sixteen hex digits: the same for the same code, wherever its modules lie and whatever they are called. */
  readonly hash: string;
  /** The modules, and other files, relative to the folder; sorted. */
  readonly modules: readonly string[];
}

/** Settings of {@link codeHash}. */
export interface CodeHashOptions {
  /** The folder of compiled modules. */
  readonly folder: string;
  /** Says of a module's path whether it is left out: neither it nor what it imports counts. */
  readonly without?: (path: string) => boolean;
  /** Versions of packages by name. */
  readonly versions?: Readonly<Record<string, string>>;
}

/**
 * Hashes the code that some functions reach: tokens of every module on the way (comments and white space are none), how
 * their names are joined, WebAssembly bytes, versions of packages. A module is reached as a whole once a name of its own is
 * imported; one that only passes a name on is not, so that an index leads to what is taken from it and no further. What a
 * module does when it is loaded counts with it, so a registry's members are entries of their own.
 * @param entries `seeds/index.js#psqe`: a function; `x.js#*`: all that the module exports; `x.js#`: its text alone
 * @throws {InputError} for a module or a name that is not there
 */
export async function codeHash(entries: readonly string[], o: CodeHashOptions): Promise<ReachedCode> {
  const reach = new Reach(await moduleParser(), o);
  const lines: string[] = [];
  for (const entry of entries) {
    const [path, name] = entry.split('#') as [string, string];
    if (name === '') lines.push(`text ${reach.module(path).text}`);
    else reach.from({ from: `./${path}`, name, as: name }, '.');
  }
  lines.push(...reach.all());
  const texts = entries.filter((entry) => entry.endsWith('#')).map((entry) => entry.slice(0, -1));
  return {
    hash: createHash('sha256')
      .update([...new Set(lines)].sort().join('\n'))
      .digest('hex')
      .slice(0, 16),
    modules: [...new Set([...reach.reached, ...texts])].sort(),
  };
}

const splitPackage = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

const remedy = 'Build the package: node src/setup/build.mjs';
const leftOut = '';
const npm = 'npm:';

class Reach {
  /** Modules and files in the order in which they are reached. */
  readonly reached = new Set<string>();
  readonly #parse: ModuleParser;
  readonly #o: CodeHashOptions;
  readonly #modules = new Map<string, CodeModule>();

  constructor(parse: ModuleParser, o: CodeHashOptions) {
    this.#parse = parse;
    this.#o = o;
  }

  module(path: string): CodeModule {
    const known = this.#modules.get(path);
    if (known) return known;
    const file = join(this.#o.folder, path);
    if (!existsSync(file)) throw new InputError('is not there', file, remedy);
    const found = this.#parse(readFileSync(file, 'utf8'));
    this.#modules.set(path, found);
    return found;
  }

  /** A line for each module reached so far and, as those are followed, from there. */
  all(): string[] {
    const lines: string[] = [];
    for (const path of this.reached) {
      if (!/\.m?js$/.test(path)) {
        const bytes = readFileSync(join(this.#o.folder, path));
        lines.push(`file ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`);
        continue;
      }
      const { text, imports, files } = this.module(path);
      const joined = [
        ...imports.flatMap((taken) => this.from(taken, posix.dirname(path)).map((target) => `${taken.as}=${target}`)),
        ...files.flatMap((file) => this.#file(file, posix.dirname(path))),
      ];
      lines.push([text, ...joined.sort()].join(' '));
    }
    return lines;
  }

  /** Follows an import to the modules that own what it takes, as `name@text`. */
  from({ from, name }: Taken, folder: string): string[] {
    if (from.startsWith('node:')) return [];
    if (!from.startsWith('.')) return [`${from}@${this.#o.versions?.[splitPackage(from)] ?? '?'}`];
    const path = posix.normalize(posix.join(folder, from));
    const owners = this.#owners(path, name, new Set());
    if (owners.length === 0)
      throw new InputError(`exports no "${name}", which is imported`, join(this.#o.folder, path), remedy);
    return owners.flatMap((owner) => {
      if (owner.path === leftOut) return [];
      if (owner.path.startsWith(npm)) return this.from({ from: owner.path.slice(npm.length), name, as: name }, folder);
      return [`${owner.name}@${this.#reach(owner.path)}`];
    });
  }

  /** Marks a module as reached. @returns the hash of its text */
  #reach(path: string): string {
    this.reached.add(path);
    return /\.m?js$/.test(path) ? this.module(path).text : 'file';
  }

  /** Where the exports of that name are written: a module, a package, or a module that is left out. */
  #owners(path: string, name: string, seen: Set<string>): { path: string; name: string }[] {
    const key = `${path}#${name}`;
    if (this.#o.without?.(path)) return [{ path: leftOut, name }];
    if (seen.has(key)) return [];
    seen.add(key);
    const { exports, stars } = this.module(path);
    const next = (from: string, what: string) => this.#passed(from, what, posix.dirname(path), seen);
    if (name === '' || name === '*') {
      const passed = [...exports.values()].flatMap((e) => (e === 'own' ? [] : next(e.from, e.name)));
      return [{ path, name }, ...(name === '' ? [] : [...passed, ...stars.flatMap((from) => next(from, '*'))])];
    }
    const found = exports.get(name);
    if (found === 'own') return [{ path, name }];
    if (found) return next(found.from, found.name);
    return stars.flatMap((from) => next(from, name));
  }

  #passed(from: string, name: string, folder: string, seen: Set<string>) {
    if (!from.startsWith('.')) return [{ path: `${npm}${from}`, name }];
    return this.#owners(posix.normalize(posix.join(folder, from)), name, seen);
  }

  /** A file that a module opens: a module with all that it does, or bytes. */
  #file(name: string, folder: string): string[] {
    if (/\.m?js$/.test(name)) return this.from({ from: name, name: '*', as: name }, folder);
    const all = readdirSync(this.#o.folder, { recursive: true, encoding: 'utf8' });
    const paths = all.map((path) => path.replaceAll('\\', '/')).filter((path) => basename(path) === basename(name));
    return paths.map((path) => this.#reach(path));
  }
}
