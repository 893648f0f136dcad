import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EngineError, packageRoot } from '../../base/index.js';
import { type Blas, sgemmDeclaration } from '../threads/context.js';
import { isEvenHanded } from './even-handed.js';

/** An OpenBLAS that loads, and what it says of itself. */
export interface FoundBlas extends Blas {
  readonly config: string;
  /** Why it computes with other kernels than it would choose. */
  readonly note?: string;
}

/**
 * The newest x86 kernels that are even-handed and need no AVX-512; without fused multiply-add, a product takes up to
 * twice as long as with Haswell's.
 */
const evenHandedCore = 'Sandybridge';

/** Names under which systems keep OpenBLAS. */
const systemNames: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so'],
  darwin: [
    'libopenblas.dylib',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
  win32: ['libopenblas.dll', 'openblas.dll'],
};

/**
 * The first OpenBLAS that loads and is even-handed: PSQE_OPENBLAS, then `scipy-openblas32` in the `.venv` of the package or of the current
 * folder, then the system's.
 * @throws EngineError when PSQE_OPENBLAS names a library that does not load
 */
export function findBlas(): FoundBlas | undefined {
  const named = process.env.PSQE_OPENBLAS;
  if (named) {
    const { found, reason } = load(named);
    if (found) return found;
    throw new EngineError(`cannot use ${named}: ${reason}`, 'PSQE_OPENBLAS', 'Name an OpenBLAS library, or unset it');
  }
  for (const path of [...venvLibraries(), ...(systemNames[process.platform] ?? [])]) {
    const { found } = load(path);
    if (found) return found;
  }
  return undefined;
}

/** Of the libraries tried, one that was left out because it is not even-handed. */
export function unevenBlas(): string | undefined {
  for (const [path, { uneven, reason }] of loaded) if (uneven) return `${path}: ${reason}`;
  return undefined;
}

function venvLibraries(): string[] {
  return [...new Set([packageRoot(), process.cwd()])].flatMap((root) => {
    const venv = join(root, '.venv');
    const sites = [
      join(venv, 'Lib', 'site-packages'),
      ...children(venv, /^lib(64)?$/).flatMap((lib) => children(lib, /^python/).map((p) => join(p, 'site-packages'))),
    ];
    return sites.flatMap((site) => {
      const lib = join(site, 'scipy_openblas32', 'lib');
      return children(lib, /openblas.*\.(so|dylib|dll)/);
    });
  });
}

function children(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));
}

type Loaded = { readonly found?: FoundBlas; readonly reason?: string; readonly uneven?: boolean };

/** What came of each library; what is open stays open, since its choice of kernels would be lost with it. */
const loaded = new Map<string, Loaded & { readonly library?: Library }>();

function load(path: string): Loaded {
  const known = loaded.get(path) ?? open(path);
  loaded.set(path, known);
  return known;
}

/** koffi's handle of a library. */
interface Library {
  func(declaration: string): (...args: unknown[]) => unknown;
  unload(): void;
}

/** Opens the library; with other kernels where its own choice is not even-handed. */
function open(path: string): Loaded & { library?: Library } {
  try {
    const first = inspect(path);
    if (first.reason || !first.found || first.even) return first;
    const core = first.library.func(`const char *${first.found.prefix}openblas_get_corename()`)();
    first.library.unload();
    const second = withCore(evenHandedCore, () => inspect(path));
    const unequal = `its ${core} kernels give equal vectors unequal products`;
    if (!second.found || !second.even) return { reason: unequal, uneven: true };
    return { ...second, found: { ...second.found, note: `with its ${evenHandedCore} kernels, since ${unequal}` } };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** OpenBLAS chooses its kernels when it is loaded, and asks the environment first. */
function withCore<T>(core: string, use: () => T): T {
  const before = process.env.OPENBLAS_CORETYPE;
  process.env.OPENBLAS_CORETYPE = core;
  try {
    return use();
  } finally {
    if (before === undefined) delete process.env.OPENBLAS_CORETYPE;
    else process.env.OPENBLAS_CORETYPE = before;
  }
}

function inspect(path: string): Loaded & { readonly library: Library; readonly even?: boolean } {
  const library: Library = createRequire(import.meta.url)('koffi').load(path);
  for (const prefix of ['scipy_', '']) {
    let config: string;
    let sgemm: (...args: unknown[]) => unknown;
    try {
      config = library.func(`const char *${prefix}openblas_get_config()`)() as string;
      sgemm = library.func(sgemmDeclaration(prefix));
    } catch {
      continue;
    }
    // Whole numbers of 64 bits would be read from the wrong places.
    if (/USE64BITINT/.test(config)) return { library, reason: 'it takes 64-bit sizes; a 32-bit one is needed' };
    library.func(`void ${prefix}openblas_set_num_threads(int)`)(1);
    const even = isEvenHanded((a, b, c, M, N, K) => sgemm(101, 111, 112, M, N, K, 1, a, K, b, K, 0, c, N));
    return { library, found: { path, prefix, config }, even };
  }
  return { library, reason: 'it has no cblas_sgemm' };
}
