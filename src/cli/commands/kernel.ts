import { existsSync, readFileSync } from 'node:fs';
import { Command, Option } from 'commander';

interface Flags {
  user?: boolean;
  prefix?: string;
}

const examples = `
Examples:
  psqe kernel                              is the kernel installed, and what to do next
  psqe kernel install                      for the active Python environment; where none is active, for this user
  psqe kernel install --user               for every Jupyter of this user
  psqe kernel install --prefix .venv       for one Python environment
  npm run lab                              (in PSQE's repository) JupyterLab with the project's own environment`;

/** `psqe kernel`: says how the TypeScript kernel stands; `psqe kernel install` makes it known to a Jupyter. */
export function kernelCommand(): Command {
  const install = new Command('install')
    .description('install the Jupyter kernel "TypeScript (PSQE)"')
    .addOption(new Option('--user', 'for this user').conflicts('prefix'))
    .option('--prefix <folder>', 'for the environment (venv, conda) in this folder')
    .addHelpText('after', examples)
    .action(run);
  return new Command('kernel')
    .description('the Jupyter kernel for TypeScript: is it installed, install it')
    .addHelpText('after', examples)
    .action(show)
    .addCommand(install);
}

async function run({ prefix, user }: Flags): Promise<void> {
  const { activeEnvironment, installKernel } = await import('../../kernel/index.js');
  const where = user ? undefined : (prefix ?? activeEnvironment());
  const folder = installKernel(where === undefined ? { user: true } : { prefix: where });
  process.stdout.write(`kernel installed: ${folder}\n`);
  process.stdout.write('Start Jupyter in this folder and choose "TypeScript (PSQE)": jupyter lab\n');
}

/** The file that a kernelspec starts, or undefined when it cannot be read. */
function startedBy(spec: string): string | undefined {
  try {
    const { argv } = JSON.parse(readFileSync(spec, 'utf8')) as { argv: string[] };
    return argv.at(-2);
  } catch {
    return undefined;
  }
}

async function show(): Promise<void> {
  const { askVersion, findKernelspec, findPython, onPath } = await import('../doctor/find.js');
  const say = (ok: boolean, name: string, text: string): boolean =>
    process.stdout.write(`${ok ? '✓' : '!'} ${name.padEnd(9)} ${text}\n`);
  const spec = findKernelspec();
  const main = spec && startedBy(spec);
  if (!spec) say(false, 'Kernel', 'not installed: npx psqe kernel install');
  else if (!main || !existsSync(main))
    say(false, 'Kernel', `${spec} starts a file that is gone: npx psqe kernel install`);
  else say(true, 'Kernel', `"TypeScript (PSQE)" in ${spec}\n            starts ${main}`);
  const python = findPython();
  const jupyter = python && askVersion(python, ['-m', 'jupyterlab', '--version']);
  const program = onPath(['jupyter-lab', 'jupyter']);
  if (jupyter) say(true, 'Jupyter', `JupyterLab ${jupyter} (${python} -m jupyterlab)`);
  else if (program) say(true, 'Jupyter', program);
  else say(false, 'Jupyter', 'not found: pip install jupyterlab plotly');
}
