import type { Resolved, Work } from '../../base/index.js';
import type { AlignmentTask, Links, SeedSet } from '../../graph/index.js';
import { pairKey, pairKeys } from '../../match/index.js';
import { type Changes, today } from './changes.js';
import type { KeptAlignment, KeptSide } from './kept.js';
import type { UpdateAlignmentOptions } from './options.js';
import type { RowSets } from './settle.js';

/** One update's givens. */
export interface UpdateRun {
  readonly task: AlignmentTask;
  readonly kept: KeptAlignment;
  /** Both graphs as they are today. */
  readonly sides: Readonly<Record<'left' | 'right', KeptSide>>;
  readonly changes: Changes;
  /** Decisions, of before and of now. */
  readonly links: Links | null;
  readonly different: Links | null;
  readonly o: Resolved<UpdateAlignmentOptions>;
  /** Entities that are new or changed, lost whom they were matched with, or are in a decision. */
  readonly touched: RowSets;
  /** Whether that is so many that everything is decided anew, by an aligner that was trained further. */
  readonly many: boolean;
  readonly work?: Work | undefined;
}

/** The matches from before whose ends are there. */
export function pairsThere({ kept: { matches }, changes }: UpdateRun) {
  const { at, ...pairs } = today(matches, changes.now);
  const real = [...at.keys()].filter((i) => matches.stage[at[i]!] !== 'candidate');
  return {
    left: Int32Array.from(real, (i) => pairs.left[i]!),
    right: Int32Array.from(real, (i) => pairs.right[i]!),
    score: Float32Array.from(real, (i) => matches.score[at[i]!]!),
  };
}

/** Those that may stay: known links, and what neither contradicts a decision nor has an end that changed. */
export function pairsBefore(run: UpdateRun): SeedSet {
  const there = pairsThere(run);
  const { links, different, changes } = run;
  const [known, apart] = [pairKeys(links), pairKeys(different)];
  const taken = {
    left: new Set([...(links?.left ?? []), ...changes.left.changed]),
    right: new Set([...(links?.right ?? []), ...changes.right.changed]),
  };
  const free = (i: number) => !taken.left.has(there.left[i]!) && !taken.right.has(there.right[i]!);
  const keyOf = (i: number) => pairKey(there.left[i]!, there.right[i]!);
  const stay = [...there.left.keys()].filter((i) => !known.has(keyOf(i)) && !apart.has(keyOf(i)) && free(i));
  const first = Array.from(links?.left ?? [], (l, i) => ({ left: l, right: links!.right[i]!, score: 1 }));
  const all = [
    ...first,
    ...stay.map((i) => ({ left: there.left[i]!, right: there.right[i]!, score: there.score[i]! })),
  ];
  return seedsOf(all);
}

const seedsOf = (pairs: readonly { left: number; right: number; score: number }[]): SeedSet => ({
  left: Int32Array.from(pairs, ({ left }) => left),
  right: Int32Array.from(pairs, ({ right }) => right),
  score: Float32Array.from(pairs, ({ score }) => score),
});

/** The pairs that one of the two aligners for confidences was trained on, today. */
export function seenBy({ kept: { seen }, changes }: UpdateRun, half: number, otherwise: SeedSet): SeedSet {
  const { at, left, right } = today(seen, changes.now);
  const own = [...at.keys()].filter((i) => seen.half[at[i]!] === half);
  return own.length === 0 ? otherwise : seedsOf(own.map((i) => ({ left: left[i]!, right: right[i]!, score: 1 })));
}

/** {@link UpdateRun.touched}. */
export function touchedRows({
  kept: { matches },
  changes,
  different,
  links,
}: Pick<UpdateRun, 'kept' | 'changes' | 'links' | 'different'>): RowSets {
  const all = (side: 'left' | 'right') =>
    new Set([...changes[side].added, ...changes[side].changed, ...(different?.[side] ?? []), ...(links?.[side] ?? [])]);
  const touched = { left: all('left'), right: all('right') };
  matches.left.forEach((l, i) => {
    const [a, b] = [changes.now.left[l]!, changes.now.right[matches.right[i]!]!];
    if (matches.stage[i] === 'candidate') return;
    if (b < 0 && a >= 0) touched.left.add(a);
    if (a < 0 && b >= 0) touched.right.add(b);
  });
  return touched;
}

/** From which share of the entities on a change touches many. */
const manyTouched = 0.05;

/** Whether more than a twentieth of the entities is new or changed. */
export function touchesMany({ left, right }: AlignmentTask, changes: Changes): boolean {
  const count = [changes.left, changes.right].reduce(
    (sum, { added, changed }) => sum + added.length + changed.length,
    0,
  );
  return count > manyTouched * (left.entityCount + right.entityCount);
}
