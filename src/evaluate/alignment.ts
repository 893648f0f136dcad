import * as z from 'zod';
import { DataError, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { type Matrix, normalizeRows, rankCounts, type Scores, takeRows, withCsls } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { decode, decoderFields, mirrored, slackOption, targetRanks } from '../match/index.js';
import type { EmbeddedSides } from '../models/index.js';
import { type RankMetrics, rankMetrics } from './ranks.js';

export const alignmentOptions = optionSet('evaluateAlignment', {
  ...decoderFields,
  slack: slackOption,
  candidates: option(
    z.enum(['test', 'all']),
    'test',
    'Who competes with the true partner: the other ends of the `test` links, as in the papers, or `all` of the other graph. The other ends are a bijection, which `sinkhorn` makes use of',
  ),
});

/** How embeddings are ranked. */
export interface AlignmentOptions extends Options<typeof alignmentOptions> {}

/** Ranks of the true partners and what they say: left to right, and in `reverse` right to left. */
export interface AlignmentScores extends RankMetrics {
  readonly reverse: RankMetrics;
  /** For test link i the rank of its right end among the candidates, from its left end; 1 is best. */
  readonly ranks: Int32Array;
  /** The same from its right end. */
  readonly reverseRanks: Int32Array;
  readonly options: Resolved<AlignmentOptions>;
}

/**
 * Ranks each test link's partner among the candidates (method §6). A candidate that scores the same as the partner
 * counts as better. Similarities are computed in blocks, never whole.
 *
 * Among the `test` links' other ends everyone has exactly one partner, which a decoder that spreads entities over
 * partners (`sinkhorn`, and CSLS a little) is told by the split itself: give `candidates: 'all'` beside it. Of `sinkhorn`
 * one plan serves both directions; ranks go by probability, and pairs that were not kept come last, by similarity.
 * @param embeddings N1 × width and N2 × width; rows need not be unit
 * @param test the links to test on, row numbers of the left and of the right graph
 * @throws DataError without test links or when the widths differ
 */
export function evaluateAlignment(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  test: Links,
  options?: AlignmentOptions,
): AlignmentScores {
  const o = alignmentOptions.resolve(options);
  const { forward, back } = rankings(embeddings, test, o);
  const [ranks, reverseRanks] = [forward(), back()];
  return { ...rankMetrics(ranks), reverse: rankMetrics(reverseRanks), ranks, reverseRanks, options: o };
}

/** `ranks` of {@link evaluateAlignment} alone, in less time: from the left ends only. */
export function partnerRanks(embeddings: EmbeddedSides, test: Links, options?: AlignmentOptions): Int32Array {
  return rankings(embeddings, test, alignmentOptions.resolve(options)).forward();
}

/** Ranks of the right ends from the left ones, and the other way. */
interface Rankings {
  readonly forward: () => Int32Array;
  readonly back: () => Int32Array;
}

function rankings(embeddings: EmbeddedSides, test: Links, o: Resolved<AlignmentOptions>): Rankings {
  if (test.left.length === 0) throw new DataError('there are no test links', 'evaluateAlignment');
  if (embeddings.left.cols !== embeddings.right.cols)
    throw new DataError(
      `embeddings are ${embeddings.left.cols} and ${embeddings.right.cols} wide`,
      'evaluateAlignment',
      'Compare embeddings of one model',
    );
  const left = normalizeRows(embeddings.left);
  const right = normalizeRows(embeddings.right);
  return (o.decoder === 'sinkhorn' ? planRanks : scoreRanks)(left, right, test, o);
}

/** Radii are of all candidates of both graphs, computed once; only the queries are ranked. */
function scoreRanks(left: Matrix, right: Matrix, test: Links, o: Resolved<AlignmentOptions>): Rankings {
  const among = o.candidates === 'test';
  const sides = among ? { left: takeRows(left, test.left), right: takeRows(right, test.right) } : { left, right };
  const scores = withCsls(sides, o.decoder === 'csls' ? o.csls : 0);
  const own = Int32Array.from(test.left, (_, i) => i);
  if (among) return { forward: () => ranksOf(scores, own), back: () => ranksOf(otherWay(scores), own) };
  return {
    forward: () => ranksOf(queried(scores, test.left), test.right),
    back: () => ranksOf(queried(otherWay(scores), test.right), test.left),
  };
}

const ranksOf = (scores: Scores, targets: Int32Array): Int32Array => rankCounts(scores, targets).map((n) => n + 1);

const otherWay = ({ left, right, radii }: Scores): Scores => ({
  left: right,
  right: left,
  ...(radii && { radii: { left: radii.right, right: radii.left } }),
});

/** The scores of some rows of the left graph alone. */
const queried = ({ left, right, radii }: Scores, rows: Int32Array): Scores => ({
  left: takeRows(left, rows),
  right,
  ...(radii && { radii: { left: Float32Array.from(rows, (row) => radii.left[row]!), right: radii.right } }),
});

/** One plan for both directions. */
function planRanks(left: Matrix, right: Matrix, test: Links, o: Resolved<AlignmentOptions>): Rankings {
  const among = o.candidates === 'test';
  const own = Int32Array.from(test.left, (_, i) => i);
  const [from, to] = among ? [own, own] : [test.left, test.right];
  const decoded = among ? decode(takeRows(left, test.left), takeRows(right, test.right), o) : decode(left, right, o);
  const ranked = (side: typeof decoded, count: number, queries: Int32Array, answers: Int32Array) => {
    const ranks = targetRanks(side, targetsOf(count, queries, answers));
    return queries.map((query) => ranks[query]!);
  };
  return {
    forward: () => ranked(decoded, among ? own.length : left.rows, from, to),
    back: () => ranked(mirrored(decoded), among ? own.length : right.rows, to, from),
  };
}

/** Of each of `count` rows the answer, -1 where nothing is asked. */
function targetsOf(count: number, queries: Int32Array, answers: Int32Array): Int32Array {
  const targets = new Int32Array(count).fill(-1);
  queries.forEach((query, i) => {
    targets[query] = answers[i]!;
  });
  return targets;
}
