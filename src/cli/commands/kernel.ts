import { Command, Option } from 'commander';

interface Flags {
  user?: boolean;
  prefix?: string;
}

const examples = `
Examples:
  psqe kernel install --user               for every Jupyter of this user
  psqe kernel install --prefix .venv       for one Python environment
  npm run lab                              JupyterLab with the project's own environment`;

/** `psqe kernel install`: makes the TypeScript kernel known to a Jupyter. */
export function kernelCommand(): Command {
  const install = new Command('install')
    .description('install the Jupyter kernel "TypeScript (PSQE)"')
    .addOption(new Option('--user', 'for this user').conflicts('prefix'))
    .option('--prefix <folder>', 'for the environment (venv, conda) in this folder')
    .addHelpText('after', examples)
    .action(run);
  return new Command('kernel').description('the Jupyter kernel for TypeScript').addCommand(install);
}

async function run({ prefix }: Flags): Promise<void> {
  const { installKernel } = await import('../../kernel/index.js');
  process.stdout.write(`kernel installed: ${installKernel(prefix === undefined ? { user: true } : { prefix })}\n`);
}
