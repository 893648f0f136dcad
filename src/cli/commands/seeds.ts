import { Command } from 'commander';
import { OptionError } from '../../base/index.js';
import { type SeedMethod, seedMethods } from '../../study/seed-methods.js';
import { checkWritable, dataOption, jsonOption, kOption, oneOf, seedOption } from '../options.js';
import { printJson, withWork } from '../session.js';

interface Flags {
  data: string;
  method: SeedMethod;
  k: number;
  seed: number;
  links?: string;
  out: string;
  json?: boolean;
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
    .addOption(oneOf('--method <name>', 'how', 'psqe', seedMethods))
    .addOption(kOption())
    .addOption(seedOption())
    .option('--links <file>', 'some pairs known to be true, for psqe (left id, right id; tab-separated)')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
}

async function run({ data, method, k, seed, links: linksFile, out, json }: Flags): Promise<void> {
  checkWritable('--out', out, 'file');
  if (linksFile !== undefined && method !== 'psqe')
    throw new OptionError(`"${method}" takes no known links`, '--links', 'Leave it out, or use --method psqe');
  const [{ openTask }, { readLinks, writeSeeds }, { engineInfo }, study, { seedTable }] = await Promise.all([
    import('../../features/index.js'),
    import('../../read/index.js'),
    import('../../compute/index.js'),
    import('../../study/index.js'),
    import('../table.js'),
  ]);
  const start = performance.now();
  const { task, truth } = openTask(data, { seed });
  const psqe = { links: linksFile === undefined ? null : readLinks(linksFile, task) };
  const made = await withWork((work) => study.makeSeeds(task, { method, k, seed, psqe }, work));
  writeSeeds(out, made.seeds, task);
  const seeds = { [method]: study.measureSeeds(task, made, { truth, seed }).report };
  const report: import('../../study/index.js').RunReport = {
    task: task.name,
    engine: engineInfo().name,
    seed,
    options: { data, method, k, links: linksFile, out, seeds: { [method]: made.options } },
    seconds: (performance.now() - start) / 1000,
    peakMemoryMB: study.peakMemoryMB(),
    seeds,
    alignment: {},
  };
  if (json) printJson(report);
  else process.stdout.write(`${seedTable(report)}\n${made.seeds.left.length} seeds written to ${out}\n`);
}
