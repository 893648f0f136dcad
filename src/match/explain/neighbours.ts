import type { Csr } from '../../compute/index.js';
import type { AlignmentTask, Links, MatchStage } from '../../graph/index.js';

/** A neighbour of one end or of both, and what it is matched with. */
export interface NeighbourVote {
  /** Row of the left graph. */
  readonly left: number;
  /** Its match, row of the right graph. */
  readonly right: number;
  /** Whose neighbour it is: of `both` ends, which speaks for the pair, or of one, while its match is none of the other's. */
  readonly of: 'both' | 'left' | 'right';
  /** Its share of the edges of the two ends, half of it each end's. */
  readonly weight: number;
}

/** What the neighbours of a pair say. */
export interface NeighbourVotes {
  /** Neighbours of both ends that are matched with one another, the weightiest first. */
  readonly for: readonly NeighbourVote[];
  /** Neighbours of one end whose match is no neighbour of the other. */
  readonly against: readonly NeighbourVote[];
  /** All that speak for, against, and not at all (they have no match); 1 together. */
  readonly weights: { readonly for: number; readonly against: number; readonly silent: number };
}

/** Matches by both ends; candidates are none. */
export interface Partners {
  readonly ofLeft: ReadonlyMap<number, number>;
  readonly ofRight: ReadonlyMap<number, number>;
}

/** Whom each end is matched with. */
export function partnersOf({ left, right, stage }: Links & { readonly stage?: readonly MatchStage[] }): Partners {
  const [ofLeft, ofRight] = [new Map<number, number>(), new Map<number, number>()];
  left.forEach((l, i) => {
    if (stage?.[i] === 'candidate') return;
    ofLeft.set(l, right[i]!);
    ofRight.set(right[i]!, l);
  });
  return { ofLeft, ofRight };
}

/** What the neighbours of left row `l` and right row `r` say; at most `limit` of either opinion are told by name. */
export function neighbourVotes(
  task: AlignmentTask,
  { ofLeft, ofRight }: Partners,
  [l, r]: readonly [number, number],
  limit: number,
): NeighbourVotes {
  const [left, right] = [sharesOf(task.left.neighbours(), l), sharesOf(task.right.neighbours(), r)];
  const votes: NeighbourVote[] = [];
  for (const [a, weight] of left) {
    const match = ofLeft.get(a);
    if (match === undefined) continue;
    const other = right.get(match);
    if (other === undefined) votes.push({ left: a, right: match, of: 'left', weight: weight / 2 });
    else votes.push({ left: a, right: match, of: 'both', weight: (weight + other) / 2 });
  }
  for (const [b, weight] of right) {
    const match = ofRight.get(b);
    if (match !== undefined && !left.has(match)) votes.push({ left: match, right: b, of: 'right', weight: weight / 2 });
  }
  votes.sort((x, y) => y.weight - x.weight || x.left - y.left || x.right - y.right);
  const [yes, no] = [votes.filter(({ of }) => of === 'both'), votes.filter(({ of }) => of !== 'both')];
  const weights = { for: weightOf(yes), against: weightOf(no) };
  return {
    for: yes.slice(0, limit),
    against: no.slice(0, limit),
    weights: { ...weights, silent: Math.max(0, 1 - weights.for - weights.against) },
  };
}

/** Who is next to a row, and by what share of its edges. */
function sharesOf({ offsets, columns, values }: Csr, row: number): Map<number, number> {
  const [from, to] = [offsets[row]!, offsets[row + 1]!];
  let sum = 0;
  for (let e = from; e < to; e++) sum += values[e]!;
  const shares = new Map<number, number>();
  for (let e = from; e < to; e++) shares.set(columns[e]!, values[e]! / sum);
  return shares;
}

const weightOf = (votes: readonly NeighbourVote[]) => votes.reduce((sum, { weight }) => sum + weight, 0);
