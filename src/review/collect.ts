import { type Resolved, steps, type Work } from '../base/index.js';
import { type AlignmentTask, type Links, type RankedMatches, taskFingerprint } from '../graph/index.js';
import { explainPairs, type NamedEmbeddings, type PairExplanation } from '../match/index.js';
import { picturesWithin, type Wanted } from './budget.js';
import type { ReviewData, ReviewPair, ReviewVote, ReviewWhy } from './data.js';
import { NamedEntities } from './entities.js';
import type { ReviewOptions } from './options.js';

/** Two aligned graphs, as `alignGraphs` gives them. */
export interface Reviewable {
  readonly embeddings: NamedEmbeddings;
  readonly matches: RankedMatches;
  /** Pairs that were known to be different. */
  readonly options?: { readonly different?: Links | null | undefined };
}

/** All that a page shows, and what was left out, a sentence each. */
export async function collect(
  task: AlignmentTask,
  aligned: Reviewable,
  o: Resolved<ReviewOptions>,
  work?: Work,
): Promise<{ readonly data: ReviewData; readonly notes: readonly string[] }> {
  const { matches } = aligned;
  const sure = matches.confidence;
  const rows = listed(sure, o.limit);
  const pick = (of: Int32Array) => Int32Array.from(rows, (i) => of[i]!);
  const found = explainPairs(
    task,
    aligned,
    { left: pick(matches.left), right: pick(matches.right) },
    { rivals: o.rivals, neighbours: o.neighbours },
  );
  const named = { left: new NamedEntities(task.left), right: new NamedEntities(task.right) };
  const pairs = rows.map((i, at): ReviewPair => {
    const why = found[at]!;
    const [left, right] = [named.left.of(why.left), named.right.of(why.right)];
    const { stage, mutual } = matches;
    return { left, right, sure: rounded(sure[i]!), stage: stage[i]!, mutual: mutual[i] === 1, why: whyOf(why, named) };
  });
  const wanted = wantedPictures(pairs, named);
  const tell = steps(work, 'write the review page', wanted.length + 1);
  const pictures = await picturesWithin(task, wanted, o.pictures * 1e6, tell);
  const graphs = shortNames(task.left.name, task.right.name);
  const data: ReviewData = {
    title: o.title ?? graphs.join(' – '),
    graphs,
    key: taskFingerprint(task),
    shares: found[0]?.shares.map(({ name }) => name) ?? [],
    left: named.left.list(pictures.left),
    right: named.right.list(pictures.right),
    pairs,
    different: idPairs(task, aligned.options?.different),
  };
  await tell(wanted.length + 1);
  return { data, notes: notesOf(matches.left.length, rows.length, pictures.leftOut, o) };
}

/** The graphs' names without the folders that they lie in, which are nobody's business to whom the page is sent. */
function shortNames(left: string, right: string): [string, string] {
  const last = (name: string, parts: number) => name.split(/[\\/]/).slice(-parts).join('/');
  const parts = last(left, 1) === last(right, 1) ? 2 : 1;
  return [last(left, parts), last(right, parts)];
}

/** The pairs that are listed, in their order. */
function listed(sure: Float32Array, limit: number): number[] {
  const all = [...sure.keys()];
  if (all.length <= limit) return all;
  return all
    .sort((a, b) => sure[a]! - sure[b]! || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b);
}

type Named = Readonly<Record<'left' | 'right', NamedEntities>>;

/** A ten-thousandth is more than anybody sees. */
const rounded = (value: number) => Math.round(1e4 * value) / 1e4;

function whyOf({ score, shares, neighbours, rivals }: PairExplanation, named: Named): ReviewWhy {
  const votes = (list: PairExplanation['neighbours']['for']) =>
    list.map(
      ({ left, right, of, weight }): ReviewVote => [named.left.of(left), named.right.of(right), of, rounded(weight)],
    );
  const { weights } = neighbours;
  return {
    score: rounded(score),
    shares: shares.map(({ value }) => rounded(value)),
    for: votes(neighbours.for),
    against: votes(neighbours.against),
    votes: [rounded(weights.for), rounded(weights.against), rounded(weights.silent)],
    rivals: rivals.map(({ end, row, lead, shares, partner }) => ({
      end,
      entity: named[end === 'left' ? 'right' : 'left'].of(row),
      lead: rounded(lead),
      shares: shares.map(({ value }) => rounded(value)),
      partner: partner === null ? null : named[end].of(partner),
    })),
  };
}

/** Both ends of the pairs, the least sure first; then whoever else is named. */
function wantedPictures(pairs: readonly ReviewPair[], named: Named): Wanted[] {
  const places = { left: new Set<number>(), right: new Set<number>() };
  const order: (readonly ['left' | 'right', number])[] = [];
  const want = (side: 'left' | 'right', place: number) => {
    if (places[side].has(place)) return;
    places[side].add(place);
    order.push([side, place]);
  };
  for (const { left, right } of [...pairs].sort((a, b) => a.sure - b.sure)) {
    want('left', left);
    want('right', right);
  }
  const rows = { left: named.left.rows, right: named.right.rows };
  for (const side of ['left', 'right'] as const) for (const place of rows[side].keys()) want(side, place);
  return order.map(([side, place]) => [side, place, rows[side][place]!]);
}

const idPairs = ({ left, right }: AlignmentTask, pairs?: Links | null) =>
  Array.from(pairs?.left ?? [], (l, i) => [left.ids[l]!, right.ids[pairs!.right[i]!]!] as const);

function notesOf(all: number, shown: number, leftOut: number, o: Resolved<ReviewOptions>): string[] {
  return [
    ...(shown < all ? [`the review page lists the ${shown} least sure of ${all} pairs`] : []),
    ...(leftOut > 0
      ? [`the review page has no pictures of ${leftOut} entities: it holds ${o.pictures} MB of them at most`]
      : []),
  ];
}
