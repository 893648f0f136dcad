import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOGO } from './logo.js';
import { KERNEL_VERSION, PACKAGE } from './version.js';

export interface InstallOptions {
  /** An environment's folder (a venv, a conda environment): its `share/jupyter`. */
  prefix?: string;
  /** For this user, wherever Jupyter runs. Used when there is no prefix. */
  user?: boolean;
  /** The kernel's name in notebooks and on the command line: "typescript" unless given. */
  name?: string;
  /** What menus show: "TypeScript" unless given. */
  displayName?: string;
  /** The sign in JupyterLab's launcher: the text of an SVG. */
  logo?: string;
  /** Path of the Node that runs the kernel; this one unless given. */
  node?: string;
  /** Path of the kernel's entry point, when it is not the one beside this file. */
  main?: string;
}

/** The entry point that Jupyter starts. */
export const kernelMain = (): string => fileURLToPath(new URL('./main.js', import.meta.url));

/** The Python environment (venv, conda) that is active in this shell, if any. */
export const activeEnvironment = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  env.VIRTUAL_ENV || env.CONDA_PREFIX || undefined;

/** Jupyter's folder for a user's own data, as `jupyter --paths` tells it. */
export function userData(env: NodeJS.ProcessEnv): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return join(env.APPDATA ?? homedir(), 'jupyter');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'jupyter');
}

/**
 * A shell around the process, which costs nothing and can say why it ended when it could not say so itself. `$0` is
 * the name, the arguments the command. It tells the kernel who started it, to watch, and that it was the one who told.
 */
const LAUNCHER = [
  "trap '' INT",
  'export TYPESCRIPT_KERNEL_CLIENT=$PPID TYPESCRIPT_KERNEL_LAUNCHER=$$',
  '"$@"',
  'code=$?',
  'case $code in',
  '134) echo "typescript-kernel: ended by abort (out of memory, or a failure of native code; see above)" >&2;;',
  '139) echo "typescript-kernel: ended by a segmentation fault in native code" >&2;;',
  '137) echo "typescript-kernel: killed from outside (perhaps out of memory)" >&2;;',
  'esac',
  'exit $code',
].join('\n');

/**
 * What the kernel's process finds in its environment. V8's compiler threads take and free 100 MB at times; with an
 * arena a thread, glibc keeps it for good, and without a fixed threshold it gives back less and less.
 */
export const kernelEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' };

/** The command that Jupyter runs: absolute paths, each argument by itself, so blanks in them do no harm. */
export function kernelCommand(node = process.execPath, main = kernelMain()): string[] {
  const command = [resolve(node), main, '{connection_file}'];
  return process.platform === 'win32' ? command : ['/bin/sh', '-c', LAUNCHER, 'typescript-kernel', ...command];
}

/**
 * Installs the kernel's description (kernelspec) where Jupyter finds it.
 * @returns the folder written
 */
export function installKernel(options: InstallOptions, env: NodeJS.ProcessEnv = process.env): string {
  const { prefix, user, name = 'typescript', displayName = 'TypeScript', logo = LOGO, node, main } = options;
  if (!/^[\w.-]+$/.test(name))
    throw new Error(`A kernel's name has letters, digits, ".", "_" and "-" only, not "${name}"`);
  if (!prefix && !user)
    throw new Error('Where to install the kernel: give a prefix (the folder of a Python environment) or user');
  const base = prefix ? join(resolve(prefix), 'share', 'jupyter') : userData(env);
  const folder = join(resolve(base), 'kernels', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const spec = {
    argv: kernelCommand(node, main),
    display_name: displayName,
    language: 'typescript',
    interrupt_mode: 'message',
    env: kernelEnvironment,
    metadata: { debugger: true, implementation: PACKAGE, implementation_version: KERNEL_VERSION },
  };
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(spec, undefined, 2)}\n`);
  writeFileSync(join(folder, 'logo-svg.svg'), logo);
  return folder;
}
