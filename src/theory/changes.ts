import type { SeedSet } from '../graph/index.js';

/** Some of a set's pairs, in its order. */
export interface PairRows {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Pairs by whether they are true. */
export interface Judged {
  readonly correct: PairRows;
  readonly wrong: PairRows;
}

/** What became of the seeds from one set to the next. */
export interface SeedChange {
  /** The set before, and the one after it. */
  readonly from: string;
  readonly to: string;
  /** In both sets; in the order of the later one. */
  readonly kept: Judged;
  /** In the later set alone. */
  readonly added: Judged;
  /** In the earlier set alone. */
  readonly dropped: Judged;
  /** Dropped pairs of which an end is in another pair now. */
  readonly replaced: number;
  /** Wrong pairs dropped whose left end has its true partner now. */
  readonly mended: number;
}

/**
 * T5, pair by pair: what each set of a list keeps of the one before it, adds and drops, right and wrong.
 * @param partner true partner of each left entity, -1 where none is known: a seed of such an entity counts as wrong
 */
export function seedChanges(sets: Readonly<Record<string, SeedSet>>, partner: Int32Array): SeedChange[] {
  const names = Object.keys(sets);
  return names.slice(1).map((to, i) => ({
    from: names[i]!,
    to,
    ...changeOf(sets[names[i]!]!, sets[to]!, partner),
  }));
}

function changeOf(before: SeedSet, after: SeedSet, partner: Int32Array): Omit<SeedChange, 'from' | 'to'> {
  const [old, now] = [pairKeys(before), pairKeys(after)];
  const judge = (set: SeedSet, keep: (l: number, r: number) => boolean): Judged => ({
    correct: pairsWhere(set, (l, r) => keep(l, r) && partner[l] === r),
    wrong: pairsWhere(set, (l, r) => keep(l, r) && partner[l] !== r),
  });
  const dropped = judge(before, (l, r) => !now.has(key(l, r)));
  const [lefts, rights] = [new Set(after.left), new Set(after.right)];
  const taken = ({ left, right }: PairRows) => left.filter((l, i) => lefts.has(l) || rights.has(right[i]!)).length;
  return {
    kept: judge(after, (l, r) => old.has(key(l, r))),
    added: judge(after, (l, r) => !old.has(key(l, r))),
    dropped,
    replaced: taken(dropped.correct) + taken(dropped.wrong),
    mended: dropped.wrong.left.filter((l) => now.has(key(l, partner[l]!))).length,
  };
}

const key = (left: number, right: number) => `${left} ${right}`;
const pairKeys = ({ left, right }: SeedSet) => new Set(Array.from(left, (l, i) => key(l, right[i]!)));

function pairsWhere({ left, right }: SeedSet, keep: (l: number, r: number) => boolean): PairRows {
  const places = Int32Array.from(left.keys()).filter((i) => keep(left[i]!, right[i]!));
  return { left: places.map((i) => left[i]!), right: places.map((i) => right[i]!) };
}
