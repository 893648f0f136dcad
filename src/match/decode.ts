import type { OptionsFrom, Resolved } from '../base/index.js';
import {
  type BestLists,
  bestLists,
  type Csr,
  type Matrix,
  mutualNearest,
  mutualTransport,
  type Pairs,
  planOfLists,
  rankCounts,
  type Scores,
  type SparsePlan,
  sinkhorn,
  type TransportPlan,
  topK,
  transportRanks,
  transposePlan,
  withCsls,
} from '../compute/index.js';
import type { decoderFields, slackOption } from './options.js';

/** How a decoder is set. */
export type DecoderSettings = Resolved<OptionsFrom<typeof decoderFields & { slack: typeof slackOption }>>;

/** What pairs are compared by: scores, or the plan of `sinkhorn`. */
export type Decoded = { readonly scores: Scores; readonly plan?: undefined } | { readonly plan: TransportPlan };

/** Most cells of which all take part in `sinkhorn` by default. */
const allOf = 4096 ** 2;
const keptOfMore = 64;

/** {@link sinkhorn}'s `candidates` for the option `keep`. */
export const keptCells = ({ left, right }: Scores, keep: number | null): number =>
  keep ?? (left.rows * right.rows <= allOf ? 0 : keptOfMore);

/**
 * Decodes two sides. @param left N × D and @param right M × D: unit rows, so that products are cosines
 * @param sparse N × M, added to the cosines
 */
export function decode(left: Matrix, right: Matrix, o: DecoderSettings, sparse?: Csr): Decoded {
  const scores = { left, right, sparse };
  if (o.decoder === 'cosine') return { scores };
  if (o.decoder === 'csls') return { scores: withCsls(scores, o.csls) };
  const candidates = keptCells(scores, o.keep);
  // The lists of the best tell the lowest best, too, unless pairs are taken off that count for it.
  if (candidates > 0 && o.slack === 'auto' && !sparse)
    return { plan: planByLists(scores, bestLists(scores, candidates), o) };
  const slack = o.slack === 'auto' ? leastBest(scores) : o.slack;
  return { plan: sinkhorn(scores, { temperature: o.temperature, steps: o.steps, candidates, slack }) };
}

/** The plan of `sinkhorn` on the best cells of all rows and columns, by lists of these. */
export function planByLists(scores: Scores, lists: BestLists, o: DecoderSettings): SparsePlan {
  const slack = o.slack === 'auto' ? leastOfLists(lists) : o.slack;
  return planOfLists(scores, lists, { temperature: o.temperature, steps: o.steps, slack });
}

/** {@link leastBest} by lists of the best. */
function leastOfLists({ byRow, byColumn }: BestLists): number | null {
  if (byRow.width === 0 || byColumn.width === 0) return null;
  let least = Number.POSITIVE_INFINITY;
  for (const { width, values } of [byRow, byColumn])
    for (let at = 0; at < values.length; at += width) least = Math.min(least, values[at]!);
  return least;
}

/**
 * The lowest that the best score of a row or column is: entities that have a partner seldom score less with it. Chosen on
 * development pairs (`syntheticTask`, fr:openmoji,it:fluent; features, and features propagated twice; none, a fifth and a
 * half of the right side dropped): of the quantiles 0, .05, .1, .2, .3, .5 of these bests the lowest had the best F1 of
 * mutual pairs and the best Hits@1 wherever some were dropped, and lost at most .4 where none were.
 */
export function leastBest(scores: Scores): number | null {
  const { left, right } = scores;
  if (left.rows === 0 || right.rows === 0) return null;
  const best = (from: Matrix, to: Matrix) => topK({ left: from, right: to }, 1).values.reduce((a, b) => Math.min(a, b));
  return Math.min(best(left, right), best(right, left));
}

/** For each left row the rank of its target, 1 is best, ties counting against it; 0 where the target is -1. */
export function targetRanks(decoded: Decoded, targets: Int32Array): Int32Array {
  const counts = decoded.plan ? transportRanks(decoded.plan, targets) : rankCounts(decoded.scores, targets);
  return counts.map((better) => better + 1);
}

/** The same plan or scores from the right side. */
export function mirrored(decoded: Decoded): Decoded {
  if (decoded.plan) return { plan: transposePlan(decoded.plan) };
  const { left, right, radii } = decoded.scores;
  return { scores: { left: right, right: left, radii: radii && { left: radii.right, right: radii.left } } };
}

/** Each other's best. */
export function mutual(decoded: Decoded, tieSeed: number): Pairs & { readonly margin: Float32Array } {
  return decoded.plan ? mutualTransport(decoded.plan, { tieSeed }) : mutualNearest(decoded.scores, { tieSeed });
}
