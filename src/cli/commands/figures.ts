import { join } from 'node:path';
import { Command } from 'commander';
import { OptionError } from '../../base/index.js';
import { checkWritable } from '../options.js';
import { say } from '../session.js';
import { runsFolder } from './run.js';

const examples = `
Examples:
  psqe figures ID                  the figures of runs/ID into figures/, where the README shows them
  psqe figures ID --out paper      into another folder

Runs draw into their own folders only; figures/index.json says of which run each published one is.`;

/** `psqe figures`: publishes the figures of a finished run. */
export function figuresCommand(): Command {
  return new Command('figures')
    .description('publish the figures of a finished run')
    .argument('<run>', 'the id of the run')
    .option('--out <folder>', 'the folder to write to', 'figures')
    .addHelpText('after', examples)
    .action(run);
}

async function run(id: string, { out }: { out: string }): Promise<void> {
  checkWritable('--out', out, 'folder');
  const [{ readRecord }, { publishFigures }] = await Promise.all([
    import('../../study/index.js'),
    import('../../plots/index.js'),
  ]);
  if (!readRecord(runsFolder, id, 'psqe figures').finished)
    throw new OptionError(`run "${id}" is not finished`, 'psqe figures', `Go on with: psqe run --resume ${id}`);
  const files = publishFigures(join(runsFolder, id, 'figures'), out);
  say(`${files.length} figures of ${id} written: ${files.join(', ')}`);
}
