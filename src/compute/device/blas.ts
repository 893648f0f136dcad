import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EngineError, packageRoot } from '../../base/index.js';
import type { Blas } from '../pool/context.mjs';

/** An OpenBLAS that loads, and what it says of itself. */
export interface FoundBlas extends Blas {
  readonly config: string;
}

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
 * The first OpenBLAS that loads: PSQE_OPENBLAS, then `scipy-openblas32` in the `.venv` of the package or of the current
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

function load(path: string): { found?: FoundBlas; reason?: string } {
  try {
    const koffi = createRequire(import.meta.url)('koffi');
    const library = koffi.load(path);
    for (const prefix of ['scipy_', '']) {
      let config: string;
      try {
        config = library.func(`const char *${prefix}openblas_get_config()`)();
        library.func(`void ${prefix}cblas_sgemm()`);
      } catch {
        continue;
      }
      // Whole numbers of 64 bits would be read from the wrong places.
      if (/USE64BITINT/.test(config)) return { reason: 'it takes 64-bit sizes; a 32-bit one is needed' };
      return { found: { path, prefix, config } };
    }
    return { reason: 'it has no cblas_sgemm' };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
