/** The command `typescript-kernel`: says how the kernel stands, and installs it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { activeEnvironment, installKernel } from './install.js';
import { installedKernels } from './status.js';
import { KERNEL_VERSION } from './version.js';

const HELP = `A Jupyter kernel for TypeScript.

  typescript-kernel                          where it is installed, is there a Jupyter, what to do next
  typescript-kernel --json                   the same, for programs
  typescript-kernel install                  for the active Python environment; where none is active, for this user
  typescript-kernel install --user           for every Jupyter of this user
  typescript-kernel install --sys-prefix     for the Python that is first on PATH
  typescript-kernel install --prefix VENV    for the environment (venv, conda) in this folder
      --name NAME --display-name TEXT        under another name than "typescript", "TypeScript"
  typescript-kernel run NOTEBOOK             executes a notebook (.ipynb, or .ts with cells that begin with "// %%") without
                                             Jupyter and writes it with its outputs; code 1 when a cell fails
      --output FILE                          elsewhere than in its place (.ipynb) or beside it (.ts)
  typescript-kernel --version`;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

class UsageError extends Error {}

/** The first line that a program prints; undefined when it cannot be started. */
function ask(program: string, args: string[]): string | undefined {
  try {
    const output = execFileSync(program, args, {
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    return output.trim().split('\n')[0];
  } catch {
    return undefined;
  }
}

function pythonPrefix(): string {
  const code = ['-c', 'import sys; print(sys.prefix)'];
  const prefix = ask('python3', code) ?? ask('python', code);
  if (!prefix)
    throw new UsageError('--sys-prefix: no Python on PATH. Name the folder of an environment: --prefix FOLDER');
  return prefix;
}

interface Flags {
  user?: boolean;
  prefix?: string;
  'sys-prefix'?: boolean;
  name?: string;
  'display-name'?: string;
}

function install(flags: Flags): void {
  const { user, prefix, name, 'sys-prefix': sysPrefix, 'display-name': displayName } = flags;
  if ([user, prefix, sysPrefix].filter((given) => given !== undefined).length > 1)
    throw new UsageError('--user, --prefix and --sys-prefix exclude each other: give one of them');
  const where = user ? undefined : sysPrefix ? pythonPrefix() : (prefix ?? activeEnvironment());
  const called = { ...(name !== undefined && { name }), ...(displayName !== undefined && { displayName }) };
  say(
    `kernel installed: ${installKernel({ ...(where === undefined ? { user: true } : { prefix: where }), ...called })}`,
  );
  say(`Start Jupyter in your project's folder and choose "${displayName ?? 'TypeScript'}": jupyter lab`);
  if (/[\\/]_npx[\\/]/.test(fileURLToPath(import.meta.url)))
    say(
      'It runs from npx\'s cache: "npm install --global typescript-kernel" and install again, to keep it from there.',
    );
}

/** Executes a notebook; a cell that fails is told with its traceback. */
async function run(files: readonly string[], output: string | undefined): Promise<void> {
  const [file, second] = files;
  if (!file || second) throw new UsageError('run takes one notebook: typescript-kernel run NOTEBOOK');
  // ZeroMQ is loaded for this alone.
  const { runNotebook } = await import('./run/run.js');
  const { error, cells, output: written } = await runNotebook(file, output);
  say(`${written}: ${cells} cell${cells === 1 ? '' : 's'}`);
  if (!error) return;
  process.stderr.write(`typescript-kernel: cell ${error.cell} failed\n${error.traceback}\n`);
  process.exitCode = 1;
}

function show(): void {
  const line = (ok: boolean, name: string, text: string): boolean => say(`${ok ? '✓' : '!'} ${name.padEnd(9)} ${text}`);
  const kernels = installedKernels();
  if (kernels.length === 0) line(false, 'Kernel', 'not installed: npx typescript-kernel install');
  for (const { displayName, spec, main, works } of kernels)
    if (works) line(true, 'Kernel', `"${displayName}" in ${spec}\n            starts ${main}`);
    else line(false, 'Kernel', `${spec} starts a file that is gone: npx typescript-kernel install`);
  const lab = ask('jupyter-lab', ['--version']);
  const jupyter = lab ? `JupyterLab ${lab}` : ask('jupyter', ['--version']);
  if (jupyter) line(true, 'Jupyter', jupyter);
  else line(false, 'Jupyter', 'not on PATH: pip install jupyterlab');
}

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;
const options = { user: yes, 'sys-prefix': yes, prefix: text, name: text, 'display-name': text };
const asked = {
  json: yes,
  help: { ...yes, short: 'h' },
  version: { ...yes, short: 'v' },
  output: { ...text, short: 'o' },
} as const;

/** Checks the words of the command line, and does what they ask. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { ...options, ...asked }, allowPositionals: true });
  const [command, ...rest] = positionals;
  const { json, help, version, output, ...flags } = values;
  const [flag] = Object.keys(flags);
  const empty = Object.entries(values).find(([, value]) => value === '')?.[0];
  if (empty) throw new UsageError(`--${empty}: is empty. Give a value, or leave it out`);
  if (command !== undefined && command !== 'install' && command !== 'run')
    throw new UsageError(`unknown: ${command}. There are "install" and "run"`);
  if (command === 'install' && rest.length > 0) throw new UsageError(`unknown: ${rest.join(' ')}`);
  if (command !== 'install' && flag)
    throw new UsageError(`--${flag} belongs to install: typescript-kernel install --${flag} …`);
  if (command !== 'run' && output !== undefined)
    throw new UsageError('--output belongs to run: typescript-kernel run NOTEBOOK --output FILE');
  if (help) say(HELP);
  else if (version) say(KERNEL_VERSION);
  else if (command === 'run') await run(rest, output);
  else if (command) install(flags);
  else if (json) say(JSON.stringify({ version: KERNEL_VERSION, kernels: installedKernels() }));
  else show();
}

try {
  await main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const usage = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`typescript-kernel: ${message}\n${usage ? 'See typescript-kernel --help.\n' : ''}`);
  process.exitCode = usage ? 2 : 1;
}
