// Compiles the kernels to dist/compute/kernels.wasm. Skipped when the file is newer than every source.
import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '..', '..', '..');
const target = join(root, 'dist', 'compute', 'kernels.wasm');

/** Where the compiled kernels lie; compiles them when they are older than a source, or with `force`. */
export async function buildKernels({ force = false } = {}) {
  const sources = readdirSync(folder).filter((name) => /\.(ts|mjs)$/.test(name));
  const newest = Math.max(...sources.map((name) => statSync(join(folder, name)).mtimeMs));
  if (!force && (statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0) > newest) return target;
  const unfinished = `kernels.${process.pid}.wasm`;
  mkdirSync(dirname(target), { recursive: true });
  const { error, stderr } = await asc.main(
    [
      join('src', 'compute', 'assembly', 'index.ts'),
      ...['--outFile', join('dist', 'compute', unfinished), '--baseDir', root],
      ...[
        '-O3',
        '--noAssert',
        '--runtime',
        'stub',
        '--enable',
        'simd',
        '--enable',
        'threads',
        '--enable',
        'bulk-memory',
      ],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'],
    ],
    {},
  );
  if (error) throw new Error(`the kernels do not compile:\n${stderr.toString()}`, { cause: error });
  // Renamed when whole: another process may be loading it.
  renameSync(join(dirname(target), unfinished), target);
  return target;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildKernels();
