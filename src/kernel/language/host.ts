import { dirname, sep } from 'node:path';

import ts = require('typescript');

import type { Project } from '../loader/project.js';
import { declarations, LIBRARIES } from './declarations.js';
import type { ProjectTypes } from './project-types.js';
import { inPackages, type Memory, PackageSources, remember, Times } from './remembered.js';

/** What a cell is compiled with: the strict language, ES modules, Node's types (there is no page here, so none of the browser). */
export function cellOptions(typeRoot?: string): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    lib: LIBRARIES,
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

/** The cells as files that exist only in memory. */
export interface VirtualFiles {
  /** Another one after every change. */
  state(): number;
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

/** A host that can be told that packages have changed, and to look whether files have. */
export type ServiceHost = ts.LanguageServiceHost & { forgetPackages(): void; look(): void };

/** The language service's view of the disk, with the virtual cells on top. */
export function serviceHost({ cwd, options, project, types, virtual }: HostParts): ServiceHost {
  const memory: Memory = { caches: [], epoch: 1 };
  const times = new Times();
  const fileExists = remember(memory, ts.sys.fileExists);
  const bundles = declarations(cwd);
  const snapshotOf = remember(memory, (file) => {
    const text = bundles.text(file) ?? ts.sys.readFile(file);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  });
  const host: ts.LanguageServiceHost = {
    // Read when somebody asks for it (docs.ts).
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => cwd,
    getScriptFileNames: () => virtual.roots(),
    // The service asks several times a cell, and goes through all files where this tells it nothing.
    getProjectVersion: () => `${virtual.state()} ${memory.epoch} ${times.changes}`,
    getScriptVersion: (file) => virtual.version(file) ?? (inPackages(file) ? String(memory.epoch) : times.of(file)),
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
  const sources = new PackageSources(memory);
  Object.assign(host, {
    hasInvalidatedResolutions: () => types.invalidated,
    setCompilerHost: (compiler: ts.CompilerHost) => {
      compiler.getModuleResolutionCache = () => cache;
      sources.serve(compiler);
    },
    onReleaseOldSourceFile: (old: ts.SourceFile & { resolvedPath: string }) => sources.release(old.resolvedPath),
  });
  host.resolveModuleNameLiterals = moduleResolver({ cwd, options, project, types, virtual }, host, cache, memory);
  const forgetPackages = (): void => {
    memory.epoch += 1;
    cache.clear();
    for (const answers of memory.caches) answers.clear();
    bundles.forget();
  };
  const look = (): void => {
    times.look();
    types.refresh();
    if (types.invalidated) times.changes += 1;
  };
  return Object.assign(host, { forgetPackages, look });
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
