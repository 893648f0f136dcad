import { Command, type Option } from 'commander';
import { endProfile, OptionError, startProfile } from '../../base/index.js';
import {
  checkWritable,
  dataOption,
  foldOption,
  jsonOption,
  kOption,
  languageOption,
  oneOf,
  seedOption,
  weightsOption,
} from '../options.js';
import { openPlace } from '../places.js';
import { printJson, say, sayNotes, withWork } from '../session.js';

interface Flags {
  data: string;
  method: string;
  k: number;
  seed: number;
  language?: string;
  fold?: string;
  links?: string;
  weights?: Readonly<Record<string, number>> | 'learned';
  out: string;
  json?: boolean;
  profile?: boolean;
}

const examples = `
Examples:
  psqe seeds --data emoji --method psqe --k 800 --out seeds.tsv
  psqe seeds --data DIR --links known.tsv --out seeds.tsv
  psqe seeds --data DIR --method pivot-csls --out pivot.tsv --json > pivot.json

The file has a line a pair, surest first: left id, right id, score (tab-separated; ids as in the data's files).
Known links are among them, and count in the precision that is printed: test an aligner on others (train --test).`;

/** `psqe seeds`: makes one seed set and measures it. */
export function seedsCommand(): Command {
  return new Command('seeds')
    .description('make pseudo-seeds and write them to a file')
    .addOption(dataOption())
    .addOption(kOption())
    .addOption(seedOption())
    .option(
      '--links <file>',
      'some pairs known to be true, for methods that take them (left id, right id; tab-separated)',
    )
    .addOption(weightsOption())
    .addOption(languageOption())
    .addOption(foldOption())
    .requiredOption('--out <file>', 'the file to write')
    .addOption(jsonOption())
    .option('--profile', 'print on stderr where the time went, by stage and operation')
    .addHelpText('after', examples)
    .action(run);
}

/** Its `--method`: the sources of seeds that are defined by then. Apart, as they take longer to load than other commands to run. */
export async function methodOption(): Promise<Option> {
  const [{ seedSourceNames }] = await Promise.all([import('../../seeds/index.js'), import('../../study/index.js')]);
  return oneOf('--method <name>', 'how', 'psqe', seedSourceNames());
}

async function run(flags: Flags): Promise<void> {
  const { data, language, fold, method, k, seed, links: linksFile, weights, out, json, profile } = flags;
  checkWritable('--out', out, 'file');
  const [{ readLinks, writeSeeds }, { engineInfo, matmulRate }, sources, study, tables] = await Promise.all([
    import('../../read/index.js'),
    import('../../compute/index.js'),
    import('../../seeds/index.js'),
    import('../../study/index.js'),
    import('../table.js'),
  ]);
  const { profileTable, seedTable } = tables;
  if (linksFile !== undefined && !sources.takes(sources.seedSource(method), 'links'))
    throw new OptionError(`"${method}" takes no known links`, '--links', 'Leave it out, or use --method psqe');
  if (weights !== undefined && !sources.takes(sources.seedSource(method), 'weights'))
    throw new OptionError(`"${method}" takes no weights`, '--weights', 'Leave it out, or use --method psqe');
  const start = performance.now();
  const { task, truth, notes } = await withWork((work) => openPlace(data, { seed, language, fold }, work));
  sayNotes(notes);
  if (profile) startProfile();
  const links = linksFile === undefined ? null : readLinks(linksFile, task);
  const made = await withWork((work) => sources.makeSeeds(task, { source: method, k, seed, links, weights }, work));
  const { weights: used } = made.options as { weights?: Readonly<Record<string, number>> };
  for (const name of used ? sources.unusedModalities(task, used) : [])
    process.stderr.write(
      `! the features "${name}" have no weight, and make no seeds: --weights ${name}=1,… gives them one\n`,
    );
  if (profile) process.stderr.write(`${profileTable(endProfile(), matmulRate())}\n`);
  writeSeeds(out, made.seeds, task);
  const seeds = { [method]: study.measureSeeds(task, made, { truth, seed }).report };
  const report: import('../../study/index.js').RunReport = {
    task: task.name,
    engine: engineInfo().name,
    seed,
    options: { data, language, fold, method, k, links: linksFile, weights, out, seeds: { [method]: made.options } },
    seconds: (performance.now() - start) / 1000,
    peakMemoryMB: study.peakMemoryMB(),
    seeds,
    alignment: {},
  };
  if (json) printJson(report);
  else say(`${seedTable(report)}\n${made.seeds.left.length} seeds written to ${out}`);
}
