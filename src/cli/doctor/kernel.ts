import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../base/index.js';
import { environmentFolders } from './find.js';

const NAME = 'typescript-kernel';

/** The command of the package typescript-kernel, where that is installed: beside psqe, or in the current folder. */
export function kernelProgram(): string | undefined {
  for (const from of [packageRoot(), process.cwd()]) {
    try {
      const manifest = createRequire(join(from, 'package.json')).resolve(`${NAME}/package.json`);
      const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
      return join(dirname(manifest), bin[NAME]!);
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** What that command is started with: it looks into the set-up's environment too, active or not. */
export function kernelEnvironment(): NodeJS.ProcessEnv {
  const folders = environmentFolders();
  const path = (name: string, own: string[]): string =>
    [...own, ...(process.env[name] ?? '').split(delimiter)].filter(Boolean).join(delimiter);
  return {
    ...process.env,
    JUPYTER_PATH: path('JUPYTER_PATH', [
      ...folders.map((folder) => join(folder, 'share', 'jupyter')),
      join(packageRoot(), '.jupyter', 'data'),
    ]),
    PATH: path(
      'PATH',
      folders.map((folder) => join(folder, process.platform === 'win32' ? 'Scripts' : 'bin')),
    ),
  };
}

/** The kernel.json of an installed kernel that can start; undefined also where the package is not installed, or not built. */
export function findKernelspec(): string | undefined {
  const program = kernelProgram();
  if (!program) return undefined;
  try {
    const json = execFileSync(process.execPath, [program, '--json'], {
      env: kernelEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    const { kernels } = JSON.parse(json) as { kernels: { spec: string; works: boolean }[] };
    return kernels.find(({ works }) => works)?.spec;
  } catch {
    return undefined;
  }
}
