import { Command, CommanderError } from 'commander';
import { OptionError, packageVersion } from '../base/index.js';
import { alignCommand } from './commands/align.js';
import { dataCommand } from './commands/data.js';
import { doctorCommand } from './commands/doctor.js';
import { figuresCommand } from './commands/figures.js';
import { initCommand } from './commands/init.js';
import { kernelCommand } from './commands/kernel.js';
import { planCommand } from './commands/plan.js';
import { runCommand } from './commands/run.js';
import { methodOption, seedsCommand } from './commands/seeds.js';
import { studyCommand } from './commands/study.js';
import { trainCommand } from './commands/train.js';
import { validateCommand } from './commands/validate.js';
import { workerCommand } from './commands/worker.js';
import { exitStatus, explain } from './errors.js';

const examples = `
Examples:
  psqe align LEFT RIGHT --out matches.csv        two graphs in, matches out
  psqe run                                       compare seed methods on the embedded emoji data
  psqe run --data DIR --k 800 --json             the same on your own folder, as JSON
  psqe seeds --data DIR --method psqe --k 800 --out seeds.tsv
  psqe train --data DIR --seeds seeds.tsv --epochs 60 --out aligned
  psqe plan LEFT RIGHT                           what that takes here, before it is begun
  psqe doctor                                    what this machine can do

Exit status: 0 done, 1 a bug, 2 wrong input, 130 stopped by Ctrl-C. PSQE_DEBUG=1 shows stack traces.`;

/** The `psqe` command with its subcommands. */
export function createProgram(): Command {
  const program = new Command('psqe')
    .description('Align two multimodal knowledge graphs without labels.')
    .version(packageVersion())
    .addHelpText('after', examples)
    .showHelpAfterError('Try psqe --help.')
    .hook('preAction', (_program, command) => refuseEmpty(command))
    .hook('preSubcommand', async (_program, command) => {
      if (command.name() === 'seeds') command.addOption(await methodOption());
    });
  for (const make of [
    alignCommand,
    initCommand,
    validateCommand,
    planCommand,
    runCommand,
    seedsCommand,
    trainCommand,
    studyCommand,
    workerCommand,
    figuresCommand,
    dataCommand,
    kernelCommand,
    doctorCommand,
  ])
    program.addCommand(make());
  strict(program);
  return program;
}

/** Unknown options and words are refused, in subcommands of subcommands too. */
function strict(command: Command): void {
  command.exitOverride().showSuggestionAfterError().allowExcessArguments(false);
  for (const sub of command.commands) strict(sub);
}

/** Refuses `--out ''` and the like: mostly a variable of a script that was never set. @throws {OptionError} */
function refuseEmpty(command: Command): void {
  const options = command.options.map((each) => [each.long ?? each.flags, each.attributeName()] as const);
  const typed = options.filter(([, name]) => command.getOptionValueSource(name) === 'cli');
  const words = command.args.map((word, i) => [`<${argumentName(command, i)}>`, word] as const);
  for (const [name, value] of [...typed.map(([flag, name]) => [flag, command.getOptionValue(name)] as const), ...words])
    if (typeof value === 'string' && value.trim() === '')
      throw new OptionError('is empty', name, 'Give a value, or leave it out');
}

/** What the i-th word of a command is called; the last name is that of all further ones. */
const argumentName = ({ registeredArguments: names }: Command, i: number): string | undefined =>
  (names[i] ?? names.at(-1))?.name();

/** Runs one command line (without node and script) and returns the exit status. */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${explain(error)}\n`);
    return exitStatus(error);
  }
}
