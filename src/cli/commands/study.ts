import { Command } from 'commander';
import type { Option, OptionSet } from '../../base/index.js';
import { flag, withFlags } from '../options.js';
import { withWork } from '../session.js';
import { sweepAsked } from '../studies/asked.js';
import { type HowToRun, type Study, studies } from '../studies/index.js';
import { confirmCommand, staleCommand } from './upkeep.js';

const examples = `
Examples:
  psqe study list
  psqe study table gain --rows ingredients --against no-variants --aligner small
  psqe study run gain --rows no-variants,no-quota --against no-variants --aligner small --seeds 1-3
  psqe study run balance --pair fr:openmoji,it:fluent`;

/** `psqe study`: the studies behind the documentation's tables; what they are, runs, and what is stored of them. */
export function studyCommand(): Command {
  const command = new Command('study')
    .description('run the studies behind the tables of the documentation, and print what is stored of them')
    .addHelpText('after', examples);
  command.command('list').description('name every study and its rows').action(list);
  const run = command.command('run').description('run a study and store what it finds');
  const table = command.command('table').description('print what is stored of a study');
  for (const study of studies) {
    const asked = flagsOf(run.command(study.name).description(study.about), study.options);
    if (study.rows || study.goesOn) asked.option('--fresh', 'also what is stored already');
    if (study.sweeps) withFlags(asked, sweepFlags());
    asked.action(({ fresh, on, workers, threads, store, partition, time, server, ...options }: Asked) =>
      runOne(study, options, { again: fresh === true, on, workers, threads, store, partition, time, server }),
    );
    if (!study.table) continue;
    flagsOf(table.command(study.name).description(study.about), study.options)
      .option('--markdown', 'as Markdown')
      .action(({ markdown, ...options }: { markdown?: boolean }) => printOne(study, options, markdown === true));
  }
  command.addCommand(staleCommand()).addCommand(confirmCommand());
  command
    .command('docs')
    .description('make README.md, docs/gain.md and docs/reliability.md from docs/templates and what is stored')
    .action(writeDocs);
  return command;
}

interface Asked extends Omit<HowToRun, 'again'> {
  readonly fresh?: boolean;
}

const sweepFlags = () => {
  const { on, workers, threads, store, partition, time, server } = sweepAsked;
  return [
    flag('--on <where>', on),
    flag('--workers <n>', workers),
    flag('--threads <n>', threads),
    flag('--store <folder>', store),
    flag('--partition <name>', partition),
    flag('--time <limit>', time),
    flag('--server <address>', server),
  ];
};

/** A flag for each option of a set. */
function flagsOf(command: Command, { fields }: OptionSet<object>): Command {
  for (const [name, option] of Object.entries(fields as Record<string, Option<unknown>>)) {
    const kind = typeof option.fallback === 'number' ? 'n' : 'text';
    command.addOption(flag(`--${name} <${kind}>`, option));
  }
  return command;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

async function list(): Promise<void> {
  for (const { name, about, rows, table } of studies) {
    say(`${name}: ${about}${table ? '' : ' (keeps no record)'}`);
    for (const [group, each] of Object.entries((await rows?.()) ?? {}))
      say(`  ${group}: ${each.map((row) => row.name).join(', ')}`);
  }
}

async function runOne(study: Study, options: object, how: HowToRun): Promise<void> {
  const resolved = study.options.resolve(options);
  say(await withWork((work) => study.run(resolved, how, work)));
}

async function printOne(study: Study, options: object, markdown: boolean): Promise<void> {
  say(await study.table!(study.options.resolve(options), markdown));
}

async function writeDocs(): Promise<void> {
  const { writeDocuments } = await import('../documents.js');
  for (const { file, changed } of writeDocuments()) say(`${file}: ${changed ? 'made anew' : 'as it was'}`);
}
