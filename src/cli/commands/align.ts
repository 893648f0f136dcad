import { Command } from 'commander';
import { type FileContent, writeFiles } from '../../base/index.js';
import type { MatchStage, RankedMatches } from '../../graph/index.js';
import type { MatchPredicate } from '../../read/index.js';
import {
  alignFlags,
  checkWritable,
  foldOption,
  jsonOption,
  languageOption,
  oneOf,
  seedOption,
  testOption,
  weightsOption,
  withFlags,
} from '../options.js';
import { checkApart, checkOwnFolder, openPlace, placeOf, weightNotes } from '../places.js';
import { printJson, say, sayNotes, withWork } from '../session.js';
import { type Summary, textOf } from './align-text.js';
import { aligned, changesFile, changesOf, checkFastFlags, checkUpdate } from './align-update.js';

interface Flags {
  fast?: boolean;
  out: string;
  links?: string;
  k?: number;
  top: number;
  minScore: number;
  cardinality: 'one-to-one' | 'many-to-one';
  confidence: 'cross' | 'plan';
  minConfidence: number;
  seed: number;
  weights?: Readonly<Record<string, number>> | 'learned';
  predicate: MatchPredicate;
  embeddings?: string;
  review?: string;
  keep?: string;
  update?: string;
  changes?: string;
  language?: string;
  fold?: string;
  test?: string;
  json?: boolean;
}

const examples = `
Examples:
  psqe align left.csv right.csv --out matches.csv
  psqe align LEFT RIGHT --out matches.parquet --links known.tsv --top 5
  psqe align DIR --out matches.csv --review review.html
  psqe align DIR --out matches.nt --predicate close
  psqe align DIR --out matches.csv --fast
  psqe align DIR --out matches.csv --keep kept.psqe
  psqe align DIR --out matches.csv --update kept.psqe --keep kept.psqe --changes changes.csv

LEFT and RIGHT are files or folders, DIR is a folder of both graphs; psqe init writes an example, psqe validate tells
what is understood of yours. The file's ending chooses the format: .csv, .tsv, .jsonl, .parquet, .sssom.tsv, .nt.
A row is a pair: ids, labels, score (the pair's probability in the plan that matches come from), confidence (how probably it
is right, as far as can be told without labels; with --fast less true), rank (which place the right end has among
the left one's candidates), reverse_rank (the other way round), stage (known: given by --links; seed: found before an
aligner was trained; found: by the aligner; candidate: no match, but among the --top best of one of its ends), mutual (true
where both are each other's nearest by likeness alone, too). What has no partner may be paired all the same: the table of
confidences at the end helps to choose a --min-confidence; read a dozen pairs on each side of it.`;

/** `psqe align`: from two graphs to matches. */
export function alignCommand(): Command {
  return withFlags(
    new Command('align')
      .description('align two graphs without labels, and write the matches')
      .argument('<left>', 'the left graph, or a folder of both ("emoji": the embedded data)')
      .argument('[right]', 'the right graph')
      .requiredOption('--out <file>', 'the file to write')
      .option(
        '--links <file>',
        'some pairs known to be true, in any format of links (left id, right id); in a table with a column decision, those that are different, too',
      ),
    alignFlags(),
  )
    .addOption(seedOption())
    .addOption(weightsOption())
    .addOption(languageOption())
    .addOption(foldOption())
    .addOption(oneOf('--predicate <name>', 'what .nt and .sssom.tsv say of a match', 'same', ['same', 'close']))
    .option('--embeddings <folder>', "also write the entities' embeddings there (.npy, beside lists of entities)")
    .option('--review <file>', 'also write a page (.html) on which to look at the matches and accept or reject them')
    .option('--keep <file>', 'also write what a later --update needs: the aligner, matches and decisions')
    .option(
      '--update <file>',
      'bring an alignment up to date with graphs in which entities are new, changed or gone: the file that --keep wrote; its seed, weights and aligner are kept',
    )
    .option('--changes <file>', 'with --update, also write which matches are new and which fell, and why (.csv)')
    .addOption(testOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
}

async function run(left: string, right: string | undefined, flags: Flags, command: Command): Promise<void> {
  const { out, embeddings, review, weights, predicate, minConfidence } = flags;
  checkPlaces(left, right, flags);
  checkFastFlags(command, flags.fast);
  checkUpdate(command, flags);
  const [
    read,
    study,
    { abstention, abstentionSteps, linkedQuality },
    { scoreSpread },
    { engineInfo },
    { checkReviewFile, writeReview },
  ] = await Promise.all([
    import('../../read/index.js'),
    import('../../study/index.js'),
    import('../../evaluate/index.js'),
    import('../../match/index.js'),
    import('../../compute/index.js'),
    import('../../review/index.js'),
  ]);
  if (review !== undefined) checkReviewFile(review);
  const old = flags.update === undefined ? undefined : study.readKeptAlignment(flags.update);
  const dataset = await withWork((work) => openPlace(placeOf(left, right), { ...flags, fitted: old?.fitted }, work));
  const { task } = dataset;
  read.checkMatchFile(out, task);
  const { same: links, different } =
    flags.links === undefined ? { same: null, different: null } : read.readDecisions(flags.links, task);
  const test = flags.test === undefined ? undefined : read.readTestLinks(flags.test, task);
  const notes = [...dataset.notes, ...(test?.notes ?? []), ...(await weightNotes(task, weights))];
  sayNotes(notes);
  const known = { links, different };
  const made = await withWork((work) => aligned(study, { task, fitted: dataset.fitted, old, known, flags }, work));
  const { file, notes: unsaid } = read.matchFile(out, made.matches, task, { predicate });
  const beside: FileContent[] = [
    ...(embeddings === undefined ? [] : read.embeddingFiles(embeddings, made.embeddings, task)),
    ...(made.updated && flags.changes !== undefined ? [changesFile(flags.changes, made.updated, task)] : []),
  ];
  // Now, and not after the review, which takes a while; an old one must not stand beside new matches.
  const outdated = [review, flags.keep === flags.update ? undefined : flags.keep].filter((path) => path !== undefined);
  writeFiles([...beside, file], outdated);
  sayNotes(unsaid);
  const unshown = review === undefined ? [] : await withWork((work) => writeReview(review, task, made, {}, work));
  // Last, and by itself: where an update replaces what it was made from, the same command must find that until all else is there.
  if (made.kept && flags.keep !== undefined) writeFiles([study.keptFile(flags.keep, made.kept)]);
  sayNotes(unshown);
  const truth = test ? test.links : dataset.truth?.links;
  const { links: _, different: __, aligner, ...used } = made.options;
  const summary: Summary = {
    task: task.name,
    engine: engineInfo().name,
    notes: [...notes, ...unsaid, ...unshown],
    options: { left, right: right ?? null, ...flags, ...used, aligner },
    matches: countsOf(made.matches),
    scores: scoreSpread(made.matches),
    // What is below the least confidence is gone already.
    confidence: abstention(made.matches, truth, [
      minConfidence,
      ...abstentionSteps.filter((least) => least > minConfidence),
    ]),
    quality: truth ? linkedQuality(made.matches, truth) : null,
    ...(made.updated && { changes: changesOf(made.updated) }),
    out,
    seconds: made.seconds,
    peakMemoryMB: study.peakMemoryMB(),
  };
  if (flags.json) printJson(summary);
  else say(textOf(summary, flags));
}

/** Refuses places to write to before the long work, and any that would cost what is read. @throws {OptionError} */
function checkPlaces(left: string, right: string | undefined, flags: Flags): void {
  const { out, embeddings, review, keep, changes, links, test } = flags;
  const read = [left, right, links, test].filter((path) => path !== undefined);
  for (const [option, file] of [
    ['--keep', keep],
    ['--changes', changes],
  ] as const)
    if (file !== undefined) {
      checkWritable(option, file, 'file');
      checkApart(option, file, [...read, out]);
    }
  checkWritable('--out', out, 'file');
  checkApart('--out', out, read);
  if (review !== undefined) {
    checkWritable('--review', review, 'file');
    checkApart('--review', review, read);
  }
  if (embeddings === undefined) return;
  checkWritable('--embeddings', embeddings, 'folder');
  checkApart('--embeddings', embeddings, read);
  checkOwnFolder('--embeddings', embeddings, [
    'embedding_1.npy',
    'embedding_2.npy',
    'entities_1.csv',
    'entities_2.csv',
  ]);
}

function countsOf({ stage }: RankedMatches): Record<MatchStage, number> {
  const counts = { known: 0, seed: 0, found: 0, candidate: 0 };
  for (const each of stage) counts[each]++;
  return counts;
}
