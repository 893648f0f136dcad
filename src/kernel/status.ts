import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { activeEnvironment, userData } from './install.js';
import { PACKAGE } from './version.js';

/** A kernelspec of this package's. */
export interface InstalledKernel {
  name: string;
  displayName: string;
  /** Path of its kernel.json. */
  spec: string;
  /** The file that it starts; it may be gone. */
  main: string;
  works: boolean;
}

/** Jupyter's folders of data, in the order in which it looks through them: the first of two kernels of one name counts. */
function dataFolders(env: NodeJS.ProcessEnv): string[] {
  const environment = activeEnvironment(env);
  return [
    ...(env.JUPYTER_PATH ?? '').split(delimiter).filter(Boolean),
    ...(environment ? [join(environment, 'share', 'jupyter')] : []),
    userData(env),
    '/usr/local/share/jupyter',
    '/usr/share/jupyter',
  ];
}

function readSpec(folder: string, name: string): InstalledKernel | undefined {
  const spec = join(folder, name, 'kernel.json');
  try {
    const { argv, display_name, metadata } = JSON.parse(readFileSync(spec, 'utf8'));
    if (metadata?.implementation !== PACKAGE) return undefined;
    const [node, main] = argv.slice(-3);
    return { name, displayName: display_name, spec, main, works: existsSync(node) && existsSync(main) };
  } catch {
    // No kernelspec, or somebody else's affair.
    return undefined;
  }
}

/** Where this kernel is installed, as far as Jupyter would find it from here. */
export function installedKernels(env: NodeJS.ProcessEnv = process.env): InstalledKernel[] {
  const found = new Map<string, InstalledKernel>();
  for (const folder of dataFolders(env).map((data) => join(data, 'kernels')))
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const kernel = readSpec(folder, name);
      if (kernel && !found.has(name)) found.set(name, kernel);
    }
  return [...found.values()];
}
