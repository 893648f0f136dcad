import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts = require('typescript');

import type { Project } from '../loader/project.js';
import type { ProjectTypes } from './project-types.js';

const inPackages = (file: string): boolean => file.includes('/node_modules/');

/** What a cell is compiled with: the strict language, ES modules, Node's types (there is no page here, so none of the browser). */
export function cellOptions(typeRoot?: string): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.decorators.d.ts', 'lib.decorators.legacy.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    ...(typeRoot ? { typeRoots: [typeRoot] } : {}),
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    declaration: true,
    sourceMap: true,
    noEmitOnError: false,
  };
}

/** What is remembered of installed packages, and how often they have changed. */
interface Memory {
  caches: Map<string, unknown>[];
  epoch: number;
}

/** Remembers answers for files of installed packages: they change under a running kernel only when it installs some. */
function remember<T>(memory: Memory, ask: (file: string) => T): (file: string) => T {
  const answers = new Map<string, T>();
  memory.caches.push(answers);
  return (file) => {
    if (!inPackages(file)) return ask(file);
    if (answers.has(file)) return answers.get(file)!;
    const answer = ask(file);
    answers.set(file, answer);
    return answer;
  };
}

function snapshot(file: string): ts.IScriptSnapshot | undefined {
  const text = ts.sys.readFile(file);
  return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
}

/** The cells as files that exist only in memory. */
export interface VirtualFiles {
  roots(): string[];
  version(file: string): string | undefined;
  text(file: string): string | undefined;
}

export interface HostParts {
  cwd: string;
  options: ts.CompilerOptions;
  project: Project | undefined;
  types: ProjectTypes;
  virtual: VirtualFiles;
}

/** A host that can be told that packages have changed. */
export type ServiceHost = ts.LanguageServiceHost & { forgetPackages(): void };

/** The language service's view of the disk, with the virtual cells on top. */
export function serviceHost({ cwd, options, project, types, virtual }: HostParts): ServiceHost {
  const memory: Memory = { caches: [], epoch: 1 };
  const fileExists = remember(memory, ts.sys.fileExists);
  const snapshotOf = remember(memory, snapshot);
  const host: ts.LanguageServiceHost = {
    // Read when somebody asks for it (docs.ts).
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => cwd,
    getScriptFileNames: () => virtual.roots(),
    getScriptVersion: (file) =>
      virtual.version(file) ??
      (inPackages(file) ? String(memory.epoch) : String(ts.sys.getModifiedTime?.(file)?.getTime() ?? 0)),
    getScriptSnapshot: (file) => {
      const text = virtual.text(file);
      return text === undefined ? snapshotOf(file) : ts.ScriptSnapshot.fromString(text);
    },
    getDefaultLibFileName: (o) => ts.getDefaultLibFilePath(o),
    fileExists: (file) => virtual.text(file) !== undefined || fileExists(file),
    readFile: (file) => virtual.text(file) ?? ts.sys.readFile(file),
    directoryExists: remember(memory, ts.sys.directoryExists),
    getDirectories: ts.sys.getDirectories,
    readDirectory: ts.sys.readDirectory,
    ...(ts.sys.realpath ? { realpath: remember(memory, ts.sys.realpath) } : {}),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
  const cache = ts.createModuleResolutionCache(cwd, (name) => name, options);
  // Not in the public interface, but what the service asks. Without the cache it parses the package.json above each
  // of 160 library files anew for every cell.
  Object.assign(host, {
    hasInvalidatedResolutions: () => types.invalidated,
    setCompilerHost: (compiler: ts.CompilerHost) => {
      compiler.getModuleResolutionCache = () => cache;
    },
  });
  host.resolveModuleNameLiterals = moduleResolver({ cwd, options, project, types, virtual }, host, cache, memory);
  const forgetPackages = (): void => {
    memory.epoch += 1;
    cache.clear();
    for (const answers of memory.caches) answers.clear();
  };
  return Object.assign(host, { forgetPackages });
}

/** Resolution with a memory for packages, and the project's built files led back to their sources. */
function moduleResolver(
  { options, project, types, virtual }: HostParts,
  host: ts.ModuleResolutionHost,
  cache: ts.ModuleResolutionCache,
  memory: Memory,
) {
  const known = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
  memory.caches.push(known);
  const withProject = project
    ? { ...options, rootDir: project.sources, outDir: project.built, configFilePath: project.config }
    : options;
  const canonical = (found: ts.ResolvedModuleWithFailedLookupLocations): ts.ResolvedModuleWithFailedLookupLocations => {
    const before = found.resolvedModule?.resolvedFileName;
    const file = before && types.canonical(before);
    if (!file || file === before) return found;
    const extension = file.endsWith('.d.ts') ? ts.Extension.Dts : ts.Extension.Ts;
    return {
      ...found,
      resolvedModule: { ...found.resolvedModule!, resolvedFileName: file, extension, isExternalLibraryImport: false },
    };
  };
  const resolveOne = (name: string, from: string): ts.ResolvedModuleWithFailedLookupLocations => {
    if (name.startsWith('./__cell_')) {
      const base = dirname(from) + sep + name.slice(2);
      const file = [`${base}.ts`, `${base}.d.ts`].find((f) => virtual.text(f) !== undefined);
      const extension = file?.endsWith('.d.ts') ? ts.Extension.Dts : ts.Extension.Ts;
      return {
        resolvedModule: file ? { resolvedFileName: file, extension } : undefined,
      } as ts.ResolvedModuleWithFailedLookupLocations;
    }
    return canonical(ts.resolveModuleName(name, from, withProject, host, inPackages(from) ? cache : undefined));
  };
  return (literals: readonly ts.StringLiteralLike[], from: string) =>
    literals.map((literal) => {
      const key = inPackages(from) ? `${from}\0${literal.text}` : undefined;
      const before = key && known.get(key);
      if (before) return before;
      const resolved = resolveOne(literal.text, from);
      if (key) known.set(key, resolved);
      return resolved;
    });
}

/** Where Node's types lie when the project has none of its own: those that came with the kernel. */
export function typeRoot(cwd: string): string | undefined {
  const find = (from: string) =>
    ts.resolveTypeReferenceDirective('node', from, {}, ts.sys).resolvedTypeReferenceDirective?.resolvedFileName;
  if (find(join(cwd, '__cell.ts'))) return undefined;
  const file = find(fileURLToPath(import.meta.url));
  return file && dirname(dirname(file));
}
