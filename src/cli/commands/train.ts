import { join } from 'node:path';
import { Command } from 'commander';
import { writeFiles } from '../../base/index.js';
import {
  checkWritable,
  dataOption,
  foldOption,
  jsonOption,
  languageOption,
  seedOption,
  testOption,
  trainFlags,
  withFlags,
} from '../options.js';
import { openPlace } from '../places.js';
import { printJson, say, sayNotes, withWork } from '../session.js';

interface Flags {
  data: string;
  seeds: string;
  model: string;
  beside: string[];
  epochs: number;
  seed: number;
  decoder: 'csls' | 'sinkhorn' | 'cosine';
  language?: string;
  fold?: string;
  test?: string;
  out: string;
  json?: boolean;
}

const examples = `
Examples:
  psqe train --data emoji --seeds seeds.tsv --out aligned
  psqe train --data emoji --seeds seeds.tsv --decoder sinkhorn --out aligned
  psqe train --data DIR --seeds seeds.tsv --epochs 200 --test links.tsv --out aligned --json > report.json

The folder gets matches.tsv (one-to-one matches: left id, right id, score; by sinkhorn the
score is the pair's probability) and report.json.`;

/** `psqe train`: trains an aligner on seeds from a file, writes its matches, tests it where there are test links. */
export function trainCommand(): Command {
  return withFlags(
    new Command('train')
      .description('train an aligner on seeds and write the matches it finds')
      .addOption(dataOption())
      .requiredOption('--seeds <file>', 'seeds to train on (left id, right id, score)'),
    trainFlags(),
  )
    .addOption(seedOption())
    .addOption(languageOption())
    .addOption(foldOption())
    .addOption(testOption())
    .requiredOption('--out <folder>', 'the folder to write to')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
}

async function run({ json, ...flags }: Flags): Promise<void> {
  checkWritable('--out', flags.out, 'folder');
  const [{ readSeeds, readTestLinks, seedLines }, { alignFromSeeds }, { alignmentTable, decoderTable }] =
    await Promise.all([import('../../read/index.js'), import('../../study/index.js'), import('../table.js')]);
  const { data, seeds, test, out, language, fold, ...options } = flags;
  const { task, truth, notes } = await withWork((work) =>
    openPlace(data, { seed: options.seed, language, fold }, work),
  );
  const { links, notes: more = [] } = test ? readTestLinks(test, task) : {};
  sayNotes([...notes, ...more]);
  const input = { task, truth, seeds: readSeeds(seeds, task), test: links };
  const { report, matches } = await withWork((work) => alignFromSeeds(input, options, work));
  const full = { ...report, options: { data, language, fold, seeds, test: test ?? null, out, ...report.options } };
  const matchFile = join(out, 'matches.tsv');
  // The report last: where it is, the matches are those that it is of.
  writeFiles([
    [matchFile, seedLines(matches, task)],
    [join(out, 'report.json'), `${JSON.stringify(full, null, 2)}\n`],
  ]);
  if (json) printJson(full);
  else {
    if (links) say(`${alignmentTable(full)}\n${decoderTable(full)}`);
    say(`${matches.left.length} matches written to ${matchFile}`);
  }
}
