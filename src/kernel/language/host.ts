import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts = require('typescript');

import type { Project } from '../loader/project.js';
import { type Bundle, bundle } from './bundle.js';
import type { ProjectTypes } from './project-types.js';

const inPackages = (file: string): boolean => file.includes('/node_modules/');

const LIBRARIES = [
  'lib.es2023.d.ts',
  'lib.esnext.disposable.d.ts',
  'lib.decorators.d.ts',
  'lib.decorators.legacy.d.ts',
];

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

/** TypeScript's libraries as one file, Node's types as another. */
function declarations(cwd: string): Bundle & { forget(): void } {
  const folder = dirname(ts.getDefaultLibFilePath({}));
  const libraries = bundle(
    LIBRARIES.map((name) => join(folder, name)),
    folder,
    ts.sys.readFile,
  );
  const ofNode = (): Bundle | undefined => {
    const types = nodeTypes(cwd) ?? nodeTypes();
    return types === undefined ? undefined : bundle([types], folder, ts.sys.readFile, libraries);
  };
  let node = ofNode();
  return {
    text: (file) => libraries.text(file) ?? node?.text(file),
    forget: () => {
      node = ofNode();
    },
  };
}

type ByPath = NonNullable<ts.CompilerHost['getSourceFileByPath']>;

/** The parsed files of packages, at hand for the next program: the service's own registry takes a millisecond a cell to say that they are as before. */
class PackageSources {
  private readonly files = new Map<string, ts.SourceFile>();

  constructor(memory: Memory) {
    memory.caches.push(this.files);
  }

  serve(compiler: ts.CompilerHost): void {
    const registry: ByPath = compiler.getSourceFileByPath!;
    compiler.getSourceFileByPath = (file, path, ...rest) => {
      const known = this.files.get(path);
      if (known) return known;
      const source = registry(file, path, ...rest);
      if (source && inPackages(file)) this.files.set(path, source);
      return source;
    };
  }

  /** No program uses the file any more, and the registry forgets it. */
  release(path: string): void {
    this.files.delete(path);
  }
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

/** When the project's own files were changed, as seen when somebody last looked. */
class Times {
  private readonly seen = new Map<string, string>();
  changes = 0;

  of(file: string): string {
    const known = this.seen.get(file);
    if (known !== undefined) return known;
    const time = String(ts.sys.getModifiedTime?.(file)?.getTime() ?? 0);
    this.seen.set(file, time);
    return time;
  }

  look(): void {
    for (const [file, time] of [...this.seen]) {
      this.seen.delete(file);
      if (this.of(file) !== time) this.changes += 1;
    }
  }
}

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

/** Node's types, as a project finds them (or, without one, the kernel). */
function nodeTypes(cwd?: string): string | undefined {
  const from = cwd === undefined ? fileURLToPath(import.meta.url) : join(cwd, '__cell.ts');
  return ts.resolveTypeReferenceDirective('node', from, {}, ts.sys).resolvedTypeReferenceDirective?.resolvedFileName;
}

/** Where Node's types lie when the project has none of its own: those that came with the kernel. */
export function typeRoot(cwd: string): string | undefined {
  if (nodeTypes(cwd)) return undefined;
  const file = nodeTypes();
  return file && dirname(dirname(file));
}
