import { DataError, InputError, type Resolved } from '../../base/index.js';
import type { AlignmentTask, Links, MatchStage } from '../../graph/index.js';
import { type NeighbourVotes, neighbourVotes, type Partners, partnersOf } from './neighbours.js';
import { type ExplainOptions, explainOptions } from './options.js';
import { type Nearest, nearestOf } from './rivals.js';
import { type NamedEmbeddings, type ScoreShare, type ShareTable, shareTable, sumOf } from './shares.js';

/** Two aligned graphs, as `alignGraphs` gives them; an aligner's result is `embeddings` too. */
export interface Explainable {
  readonly embeddings: NamedEmbeddings;
  /** Who is matched with whom; what neighbours say is told by them. */
  readonly matches: Links & { readonly stage?: readonly MatchStage[] };
}

/** Another partner of one end of a pair. */
export interface Rival {
  /** The end that both want: the rival is an entity of the other graph. */
  readonly end: 'left' | 'right';
  /** The rival's row, in the graph of the other end. */
  readonly row: number;
  /** What the rival scores with that end. */
  readonly score: number;
  /** The pair's score less the rival's; below 0 the rival is liked better. */
  readonly lead: number;
  /** Where the lead comes from; these add up to it. */
  readonly shares: readonly ScoreShare[];
  /** Whom the rival is matched with, a row of the graph of `end`; null: nobody. */
  readonly partner: number | null;
}

/** Why two entities are, or are not, a pair. Plain data. */
export interface PairExplanation {
  readonly left: number;
  readonly right: number;
  /** CSLS (or the cosine) of the two: what the shares add up to. */
  readonly score: number;
  readonly shares: readonly ScoreShare[];
  readonly neighbours: NeighbourVotes;
  /** Of the left end, then of the right one; each best first. */
  readonly rivals: readonly Rival[];
}

/**
 * Why pairs score as they do: what each modality (block of the embeddings) adds to the score, what the correction for hubs
 * takes off, which neighbours speak for and against, and who else wanted either end and lost by what. Shares add up to the
 * score exactly, for they are its terms. The score is CSLS, the likeness by which `mutual` is told; the probability in a file
 * of matches is what a plan over all entities makes of the same cosines.
 * @throws {InputError} for a row that is not there, DataError for embeddings that do not fit
 */
export function explainPairs(
  task: AlignmentTask,
  { embeddings, matches }: Explainable,
  pairs: Links,
  options?: ExplainOptions,
): PairExplanation[] {
  const o = explainOptions.resolve(options);
  checkRows(task, embeddings, pairs);
  const table = shareTable(embeddings, o.csls);
  // One more than asked for: the pair itself may be among them.
  const nearest = nearestOf(table.scores, pairs, o.rivals > 0 ? o.rivals + 1 : 0);
  const partners = partnersOf(matches);
  return Array.from(pairs.left, (left, i) => {
    const right = pairs.right[i]!;
    const shares = table.of(left, right);
    return {
      ...{ left, right, score: sumOf(shares), shares },
      neighbours: neighbourVotes(task, partners, [left, right], o.neighbours),
      rivals: rivalsOf({ table, nearest, partners, o }, left, right, shares),
    };
  });
}

/** Why one pair scores as it does, see {@link explainPairs}. */
export const explainPair = (
  task: AlignmentTask,
  aligned: Explainable,
  { left, right }: { readonly left: number; readonly right: number },
  options?: ExplainOptions,
): PairExplanation =>
  explainPairs(task, aligned, { left: Int32Array.of(left), right: Int32Array.of(right) }, options)[0]!;

interface Known {
  readonly table: ShareTable;
  readonly nearest: Nearest;
  readonly partners: Partners;
  readonly o: Resolved<ExplainOptions>;
}

function rivalsOf({ table, nearest, partners, o }: Known, l: number, r: number, shares: readonly ScoreShare[]) {
  const rival = (end: Rival['end'], row: number): Rival => {
    const own = end === 'left' ? table.of(l, row) : table.of(row, r);
    const lead = shares.map(({ name, value }, s) => ({ name, value: value - own[s]!.value }));
    const partner = (end === 'left' ? partners.ofRight : partners.ofLeft).get(row) ?? null;
    return { end, row, score: sumOf(own), lead: sumOf(lead), shares: lead, partner };
  };
  const others = (rows: readonly number[] = [], own: number) => rows.filter((row) => row !== own).slice(0, o.rivals);
  return [
    ...others(nearest.ofLeft.get(l), r).map((row) => rival('left', row)),
    ...others(nearest.ofRight.get(r), l).map((row) => rival('right', row)),
  ];
}

function checkRows(task: AlignmentTask, embeddings: NamedEmbeddings, pairs: Links): void {
  for (const side of ['left', 'right'] as const) {
    const count = task[side].entityCount;
    if (embeddings[side].rows !== count)
      throw new DataError(
        `${embeddings[side].rows} rows for ${count} ${side} entities`,
        'explainPairs: embeddings',
        'Give the embeddings of this task',
      );
    for (const row of pairs[side])
      if (!(row >= 0 && row < count))
        throw new InputError(`${side} row ${row} is outside 0 … ${count - 1}`, 'explainPairs', 'Give rows of the task');
  }
  if (pairs.left.length !== pairs.right.length)
    throw new InputError(
      `${pairs.left.length} left and ${pairs.right.length} right ends`,
      'explainPairs',
      'Give two ends a pair',
    );
}
