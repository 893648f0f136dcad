import { Command } from 'commander';
import { changedFiles, DataError } from '../../base/index.js';
import type { Inspection } from '../../study/index.js';
import { foldOption, jsonOption, languageOption } from '../options.js';
import { openPlace, placeOf } from '../places.js';
import { printJson, say, withWork } from '../session.js';
import { duration } from '../table.js';

const examples = `
Examples:
  psqe validate left.csv right.csv
  psqe validate DIR --json

Exit status: 0 when the graphs can be aligned, suspicions or not; 2 when they cannot.`;

/** `psqe validate`: what is understood of two graphs, what looks wrong, and what aligning them will cost. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('tell what is understood of two graphs, what looks wrong, and what aligning them takes')
    .argument('<left>', 'the left graph, or a folder of both')
    .argument('[right]', 'the right graph')
    .addOption(languageOption())
    .addOption(foldOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
}

interface Flags {
  language?: string;
  fold?: string;
  json?: boolean;
}

async function run(left: string, right: string | undefined, { json, ...flags }: Flags): Promise<void> {
  const { inspectTask } = await import('../../study/index.js');
  const { task, truth, notes } = await withWork((work) => openPlace(placeOf(left, right), { ...flags, seed: 1 }, work));
  const inspected = inspectTask(task);
  const found = { ...inspected, suspicions: [...inspected.suspicions, ...sumSuspicions([left, right ?? left])] };
  const links = truth?.count ?? 0;
  if (json) printJson({ task: task.name, notes, ...found, links });
  else say(textOf(notes, found, links));
  if (!found.alignable)
    throw new DataError(
      'nothing can be compared',
      task.name,
      'Give both graphs names, attributes or pictures, or relations of the same names; own features count by --weights',
    );
}

function textOf(notes: readonly string[], { graphs, modalities, suspicions, cost }: Inspection, links: number): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const kinds = modalities.map(
    ({ name, columns, comparable, known }) =>
      `  ${name}: ${columns} columns, known of ${percent(known[0])} and ${percent(known[1])}${comparable ? '' : ', not comparable'}`,
  );
  const sizes = graphs.map(
    ({ name, entities, triples, relations }) =>
      `${name}: ${entities} entities, ${triples} triples of ${relations} relations`,
  );
  return [
    'Understood:',
    ...[...sizes, ...notes.filter((note) => !sizes.includes(note))].map((line) => `  ${line}`),
    'Features:',
    ...(kinds.length > 0 ? kinds : ['  none']),
    suspicions.length > 0 ? 'Suspicions:' : 'Suspicions: none',
    ...suspicions.map((suspicion) => `  ${suspicion}`),
    ...(links > 0 ? [`Links: ${links}, for evaluation only`] : []),
    `psqe align will take about ${duration(cost.seconds)} and ${(cost.memoryMB / 1024).toFixed(1)} GB, from ${cost.k} seeds on.`,
  ].join('\n');
}

/** Folders that are not as they were built. */
const sumSuspicions = (folders: readonly string[]): string[] =>
  [...new Set(folders)].flatMap((folder) => {
    const changed = changedFiles(folder);
    if (changed.length === 0) return [];
    const some = `${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ', …' : ''}`;
    return [
      `not as built by SHA256SUMS in ${folder}: ${changed.length} file(s), ${some}; build anew what you did not change yourself`,
    ];
  });
