/**
 * Node's module customization hooks, in the thread that Node runs them in. They let cells import the project's
 * TypeScript sources as they stand now: `../src/x`, or by the package's own name. A source that has changed gets a
 * new version (`?v=2`), and so does whatever imports it, so the next cell sees the edit.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { InitializeHook, LoadHook, ResolveFnOutput, ResolveHook } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { builtOf, isBuilt, type Project, sourceOf } from './project.js';
import { type Transpile, transpiler } from './transpile-client.js';
import { Versions } from './versions.js';

let project: Project | undefined;
let transpile: Transpile;
let commands: MessagePort;
const versions = new Versions(statSync);

export interface HooksStart {
  project: Project | undefined;
  /** To the worker, which has TypeScript loaded. */
  transpiler: MessagePort;
  /** From the main thread: `'reload'` makes everything new. */
  commands: MessagePort;
}

export const initialize: InitializeHook<HooksStart> = (start) => {
  project = start.project;
  transpile = transpiler(start.transpiler);
  commands = start.commands;
};

const isCell = (url: string): boolean => /__cell_\d+\.ts$/.test(url);
const plain = (url: string): string => url.replace(/\?v=\d+$/, '');
const ownFile = (url: string): string | undefined =>
  url.startsWith('file:') && !url.includes('/node_modules/') ? fileURLToPath(plain(url)) : undefined;

/** The file that a path in an import means, the way TypeScript's bundler resolution reads it. */
function fileFor(path: string): string | undefined {
  const built = project && sourceOf(project, path);
  if (built) return built;
  const bare = path.replace(/\.([cm]?)js$/, '');
  const asTypeScript = path === bare ? [] : [`${bare}.ts`, `${bare}.tsx`, `${bare}.mts`];
  const extended = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json', '/index.ts', '/index.js'].map((e) => path + e);
  return [...asTypeScript, path, ...extended].find((f) => extname(f) !== '' && existsSync(f) && statSync(f).isFile());
}

/** A project's module has the URL of its built file, so that `import.meta.url` leads to the same assets as ever. */
function urlOf(file: string, parent: string | undefined): string {
  const home = (project && builtOf(project, file)) ?? file;
  const version = versions.use(file, parent && sourceFile(parent));
  return pathToFileURL(home).href + (version > 0 ? `?v=${version}` : '');
}

function sourceFile(url: string): string | undefined {
  const file = ownFile(url);
  if (!file || isCell(plain(url))) return undefined;
  return (project && sourceOf(project, file)) ?? file;
}

function obeyCommands(): void {
  while (receiveMessageOnPort(commands)) versions.renewAll();
}

/** Whether the file is loaded here; other JavaScript (a script, CommonJS) is left to Node. */
const isModule = (file: string): boolean =>
  !file.endsWith('.d.ts') &&
  (/\.(m?tsx?|mjs|json)$/.test(file) || (file.endsWith('.js') && !!project && builtOf(project, file) !== undefined));

async function defaultResolve(ask: () => ResolveFnOutput | Promise<ResolveFnOutput>): Promise<ResolveFnOutput> {
  try {
    return await ask();
  } catch (error) {
    // The package's own name before it was ever built: its sources will do.
    const { url } = error as { url?: string };
    if (url && project && sourceOf(project, fileURLToPath(url))) return { url };
    throw error;
  }
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  const parent = context.parentURL;
  if (parent && isCell(parent)) {
    obeyCommands();
    versions.check();
  }
  const path =
    parent && ownFile(parent) && /^(\.{0,2}\/|file:)/.test(specifier)
      ? fileURLToPath(new URL(specifier, plain(parent)))
      : undefined;
  const file = path && fileFor(path);
  if (file && isModule(file)) return { url: urlOf(file, parent), format: 'module', shortCircuit: true };
  const target = file ? pathToFileURL(file).href : specifier;
  const resolved = await defaultResolve(() =>
    next(target, parent ? { ...context, parentURL: plain(parent) } : context),
  );
  const own = sourceFile(resolved.url);
  if (own && isModule(own)) return { url: urlOf(own, parent), format: 'module', shortCircuit: true };
  if (own && extname(own) === '.js') return { ...resolved, url: pathToFileURL(own).href + suffix(own, parent) };
  return resolved;
};

function suffix(file: string, parent: string | undefined): string {
  const version = versions.use(file, parent && sourceFile(parent));
  return version > 0 ? `?v=${version}` : '';
}

/** JSON as a module, whether or not the import says `with { type: 'json' }`. */
function jsonModule(file: string): string {
  const text = readFileSync(file, 'utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${file}: ${(error as Error).message}`);
  }
  return `export default ${text};`;
}

export const load: LoadHook = async (url, context, next) => {
  if (url.startsWith('file:') && plain(url).endsWith('.json')) {
    const json = fileURLToPath(plain(url));
    if (context.importAttributes?.type === 'json')
      return { format: 'json', source: readFileSync(json, 'utf8'), shortCircuit: true };
    return { format: 'module', source: jsonModule(json), shortCircuit: true };
  }
  const file = sourceFile(url);
  if (!file || !isModule(file)) return next(url, context);
  if (project && isBuilt(project, file)) return next(url, context);
  if (/\.m?js$/.test(file)) return { format: 'module', source: readFileSync(file, 'utf8'), shortCircuit: true };
  return { format: 'module', source: await transpile(file), shortCircuit: true };
};
