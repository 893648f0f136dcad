import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { AbortedError, OptionError, steps } from '../../base/index.js';
import type { RunResult, RunStore, SeedMap } from '../../study/index.js';
import {
  checkWritable,
  compareFlags,
  dataOption,
  foldOption,
  jsonOption,
  languageOption,
  seedOption,
  testOption,
  withFlags,
} from '../options.js';
import { openPlace, weightNotes } from '../places.js';
import { printJson, say, sayNotes, withWork } from '../session.js';

interface Flags {
  data: string;
  k: number;
  seed: number;
  epochs: number;
  model: string;
  sources?: string[];
  language?: string;
  fold?: string;
  test?: string;
  all?: boolean;
  resume?: string;
  json?: boolean;
}

const examples = `
Examples:
  psqe run                               on the embedded emoji data, some minutes on 2 cores
  psqe run --all                         also PSQE's stages, the public code's settings, and true seeds
  psqe run --data DIR --k 500 --seed 2 --json > report.json
  psqe run --sources pivot-csls,psqe     these two only
  psqe run --resume ID                   go on with an interrupted run (the same command does it, too)

Writes runs/ID/ (record, seeds, figures as PNG and SVG) into the current folder.`;

/** `psqe run`: the main job. */
export function runCommand(): Command {
  return withFlags(
    new Command('run')
      .description('compare ways to make seeds: make, measure, train an aligner on each, test it, draw')
      .addOption(dataOption()),
    compareFlags(),
  )
    .addOption(seedOption())
    .addOption(languageOption())
    .addOption(foldOption())
    .addOption(testOption())
    .option('--resume <id>', 'go on with this run; its own options are used')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action((flags: Flags, command: Command) => run(flags, command));
}

/** Where runs are kept, in the current folder. */
export const runsFolder = 'runs';

/** The options that a run is repeated from: the given ones, or with --resume those of its record. */
async function request(
  { json: _, resume, ...flags }: Flags,
  command: Command,
): Promise<Omit<Flags, 'json' | 'resume'>> {
  if (resume === undefined) return flags;
  const given = Object.keys(flags).filter((name) => command.getOptionValueSource(name) === 'cli');
  if (given.length > 0)
    throw new OptionError(`cannot be combined with --resume`, `--${given[0]}`, "The run's own options are used");
  const { readRecord } = await import('../../study/index.js');
  return readRecord(runsFolder, resume).request as unknown as Flags;
}

async function run(flags: Flags, command: Command): Promise<void> {
  checkWritable('the current folder', runsFolder, 'folder');
  const asked = await request(flags, command);
  const [{ readTestLinks }, study] = await Promise.all([import('../../read/index.js'), import('../../study/index.js')]);
  const { data, test: testFile, language, fold, ...options } = asked;
  const { task, truth, notes } = await withWork((work) =>
    openPlace(data, { seed: options.seed, language, fold }, work),
  );
  const { links: test, notes: more = [] } = testFile ? readTestLinks(testFile, task) : {};
  sayNotes([...notes, ...more, ...(await weightNotes(task))]);
  const made = await study.runKey({ task, truth, test, options: asked }, options);
  const store = study.openRun(runsFolder, { request: { ...asked }, made }, flags.resume);
  const { result, map } = await withWork(async (work) => {
    const result = await study.compareSeeds({ task, truth, test, store }, options, work);
    const tell = steps(work, 'map of the seeds', 1);
    await tell(0);
    const map = study.seedMap(task, result.seeds, truth);
    await tell(1);
    return { result, map };
  }).catch((error: unknown) => {
    if (!(error instanceof AbortedError)) throw error;
    const remedy = existsSync(store.folder)
      ? `What is done is in ${store.folder}; go on with: psqe run --resume ${store.record.id}`
      : 'Nothing was done yet';
    throw new AbortedError(error.what, error.where, remedy, { cause: error });
  });
  await show(result, map, store, flags.json === true);
}

/** Draws, records and prints the result. */
async function show(result: RunResult, map: SeedMap, store: RunStore, json: boolean): Promise<void> {
  const [{ exportFigures, mapFigure, runFigures }, { resultText }, { matchesFile }] = await Promise.all([
    import('../../plots/index.js'),
    import('../table.js'),
    import('../../study/index.js'),
  ]);
  const figures = runFigures(result).set('seed-map', mapFigure(map));
  const { files, note } = await exportFigures(figures, store.path('figures'), {
    record: store.record.id,
    command: 'psqe run',
    commit: store.record.commit,
  });
  const { id } = store.finish(result.report);
  if (json) {
    printJson(result.report);
    return;
  }
  say(`\n${resultText(result.report, result.tested)}`);
  if (note) process.stderr.write(`! ${note}\n`);
  const found = [...result.aligned.keys()].map((name) => join(store.folder, matchesFile(name)));
  say(
    found.length > 0
      ? `\nMatches: ${found.join(', ')}`
      : '\nThere are no links to test an aligner on; psqe align writes matches without any.',
  );
  say(
    `Figures: ${files.filter((file) => !file.endsWith('.svg')).join(', ')}\nRecord: ${join(store.folder, 'record.json')} (${id})`,
  );
  say(`${result.report.seconds.toFixed(0)} s, ${result.report.peakMemoryMB} MB at most.`);
}
