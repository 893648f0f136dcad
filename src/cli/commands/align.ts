import { Command } from 'commander';
import { writeFiles } from '../../base/index.js';
import type { AbstentionRow, LinkedQuality } from '../../evaluate/index.js';
import type { MatchStage, RankedMatches } from '../../graph/index.js';
import type { ScoreSpread } from '../../match/index.js';
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

interface Flags {
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

LEFT and RIGHT are files or folders, DIR is a folder of both graphs; psqe init writes an example, psqe validate tells
what is understood of yours. The file's ending chooses the format: .csv, .tsv, .jsonl, .parquet, .sssom.tsv, .nt.
A row is a pair: ids, labels, score (the pair's probability in the plan that matches come from), confidence (how probably it
is right, as far as can be told without labels), rank (which place the right end has among
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
    .addOption(testOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
}

async function run(left: string, right: string | undefined, flags: Flags): Promise<void> {
  const { out, embeddings, review, seed, k = null, weights, top, predicate } = flags;
  const { minScore, cardinality, confidence, minConfidence } = flags;
  checkPlaces(left, right, flags);
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
  const dataset = await withWork((work) => openPlace(placeOf(left, right), flags, work));
  const { task } = dataset;
  read.checkMatchFile(out, task);
  const { same: links, different } =
    flags.links === undefined ? { same: null, different: null } : read.readDecisions(flags.links, task);
  const test = flags.test === undefined ? undefined : read.readTestLinks(flags.test, task);
  const notes = [...dataset.notes, ...(test?.notes ?? []), ...(await weightNotes(task, weights))];
  sayNotes(notes);
  const made = await withWork((work) =>
    study.alignGraphs(
      task,
      { seed, k, links, different, weights, top, minScore, cardinality, confidence, minConfidence },
      work,
    ),
  );
  const { file, notes: unsaid } = read.matchFile(out, made.matches, task, { predicate });
  const vectors = embeddings === undefined ? [] : read.embeddingFiles(embeddings, made.embeddings, task);
  // Now, and not after the review, which takes a while; an old one must not stand beside new matches.
  writeFiles([...vectors, file], review === undefined ? [] : [review]);
  sayNotes(unsaid);
  const unshown = review === undefined ? [] : await withWork((work) => writeReview(review, task, made, {}, work));
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
    out,
    seconds: made.seconds,
    peakMemoryMB: study.peakMemoryMB(),
  };
  if (flags.json) printJson(summary);
  else say(textOf(summary, flags));
}

/** Refuses places to write to before the long work, and any that would cost what is read. @throws {OptionError} */
function checkPlaces(left: string, right: string | undefined, { out, embeddings, review, links, test }: Flags): void {
  const read = [left, right, links, test].filter((path) => path !== undefined);
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

/** What `--json` prints. */
interface Summary {
  readonly task: string;
  readonly engine: string;
  readonly notes: readonly string[];
  readonly options: object;
  readonly matches: Readonly<Record<MatchStage, number>>;
  readonly scores: ScoreSpread;
  /** What a least confidence leaves. */
  readonly confidence: readonly AbstentionRow[];
  /** By links for evaluation, where there are any. */
  readonly quality: LinkedQuality | null;
  readonly out: string;
  readonly seconds: number;
  readonly peakMemoryMB: number;
}

function countsOf({ stage }: RankedMatches): Record<MatchStage, number> {
  const counts = { known: 0, seed: 0, found: 0, candidate: 0 };
  for (const each of stage) counts[each]++;
  return counts;
}

function textOf(
  { matches, scores, confidence, quality, out, seconds, peakMemoryMB }: Summary,
  { embeddings, review }: Pick<Flags, 'embeddings' | 'review'>,
): string {
  const { known, seed, found, candidate } = matches;
  const parts = [known > 0 && `${known} known`, `${seed} seeds`, `${found} found by the aligner`].filter(Boolean);
  const share = (value: number | null) => (value === null ? '-' : value.toFixed(3));
  return [
    `${known + seed + found} matches (${parts.join(', ')})${candidate > 0 ? ` and ${candidate} candidates` : ''} written to ${out}`,
    ...(scores.count > 0 ? [spreadText(scores), confidenceText(confidence)] : []),
    ...(quality
      ? [
          `by ${quality.links} links for evaluation: precision ${share(quality.precision)}, recall ${share(quality.recall)}`,
        ]
      : []),
    ...(embeddings === undefined ? [] : [`embeddings written to ${embeddings}`]),
    ...(review === undefined ? [] : [`page to look at them written to ${review}: open it in a browser`]),
    `${seconds.toFixed(0)} s, ${peakMemoryMB} MB at most.`,
  ].join('\n');
}

/** What each least confidence leaves, a line each. */
function confidenceText(rows: readonly AbstentionRow[]): string {
  const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);
  const lines = rows
    .filter((row) => row.matches > 0)
    .map(({ minConfidence, matches, expected, precision, recall }) => {
      const told = precision === null ? '' : `; by links: precision ${percent(precision)}, recall ${percent(recall)}`;
      return `  from ${minConfidence}: ${matches} matches, ${percent(expected)} expected right${told}`;
    });
  return ['confidence (--min-confidence leaves out what is below):', ...lines].join('\n');
}

function spreadText({ count, mutual, quantiles }: ScoreSpread): string {
  const at = (name: keyof ScoreSpread['quantiles']) => quantiles[name]!.toFixed(3);
  return (
    `scores of what was found: least ${at('least')}, a twentieth up to ${at('p5')}, a tenth ${at('p10')}, a quarter ${at('p25')}, ` +
    `half ${at('median')}, greatest ${at('greatest')} (--min-score cuts off what is below); ` +
    `${mutual} of ${count} are each other's nearest by likeness alone, too`
  );
}
