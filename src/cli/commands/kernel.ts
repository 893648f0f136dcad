import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { InputError } from '../../base/index.js';
import { kernelEnvironment, kernelProgram } from '../doctor/kernel.js';

const examples = `
Examples:
  psqe kernel                              is the kernel installed, and what to do next
  psqe kernel install                      for the active Python environment; where none is active, for this user
  psqe kernel install --user               for every Jupyter of this user
  psqe kernel install --prefix .venv       for one Python environment
  npm run lab                              (in PSQE's repository) JupyterLab with the project's own environment`;

/** `psqe kernel`: hands its words on to the command of the package typescript-kernel. */
export function kernelCommand(): Command {
  return new Command('kernel')
    .description('the Jupyter kernel for TypeScript, by the package typescript-kernel: is it installed, install it')
    .argument('[words...]', 'what typescript-kernel is asked')
    .allowUnknownOption()
    .addHelpText('after', examples)
    .action((words: string[]) => {
      const program = kernelProgram();
      if (!program)
        throw new InputError(
          'the kernel is a package of its own, which is not installed here',
          'psqe kernel',
          'Run: npx typescript-kernel install',
        );
      const { status } = spawnSync(process.execPath, [program, ...words], {
        env: kernelEnvironment(),
        stdio: 'inherit',
      });
      process.exit(status ?? 1);
    });
}
