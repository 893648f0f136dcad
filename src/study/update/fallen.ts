import type { AlignmentTask, Links, RankedMatches } from '../../graph/index.js';
import { type Partners, pairKey, pairKeys, partnersOf } from '../../match/index.js';
import type { Changes } from './changes.js';
import type { KeptAlignment } from './kept.js';

/**
 * Why a match from before is none any more: an end is `gone`; the pair was `rejected`; a known link has one of its ends
 * (`decided`); an end has `changed`; a `rival` has one of its ends, or the `order` of variants does; nobody has, but it is
 * `unsure`: below the least score or confidence, or no longer each other's best.
 */
export type FallReason = 'gone' | 'rejected' | 'decided' | 'changed' | 'rival' | 'order' | 'unsure';

/** A match from before that fell, by ids, and whom its ends are matched with now. */
export interface FallenMatch {
  readonly left: string;
  readonly right: string;
  readonly why: FallReason;
  readonly leftNow?: string | undefined;
  readonly rightNow?: string | undefined;
}

/** What {@link fallenMatches} looks at. */
export interface Outcome {
  readonly task: AlignmentTask;
  readonly kept: KeptAlignment;
  readonly changes: Changes;
  readonly matches: RankedMatches;
  readonly known: Links | null;
  readonly different: Links | null;
  /** Pairs before variants were placed. */
  readonly unplaced: Links;
}

/** The matches from before that are none any more, in their order. */
export function fallenMatches(outcome: Outcome): FallenMatch[] {
  const { task, kept, changes, matches } = outcome;
  const partners = partnersOf(matches);
  const why = reasons(outcome, partners);
  const fallen: FallenMatch[] = [];
  kept.matches.left.forEach((l, i) => {
    const r = kept.matches.right[i]!;
    const [left, right] = [changes.now.left[l]!, changes.now.right[r]!];
    if (kept.matches.stage[i] === 'candidate' || (left >= 0 && partners.ofLeft.get(left) === right)) return;
    const idOf = (side: 'left' | 'right', row: number | undefined) => (row === undefined ? row : task[side].ids[row]);
    fallen.push({
      ...{ left: kept.left.ids[l]!, right: kept.right.ids[r]!, why: why(left, right) },
      ...{ leftNow: idOf('right', partners.ofLeft.get(left)), rightNow: idOf('left', partners.ofRight.get(right)) },
    });
  });
  return fallen;
}

function reasons({ changes, known, different, unplaced }: Outcome, partners: Partners) {
  const rejected = pairKeys(different);
  const before = pairKeys(unplaced);
  const [decidedLeft, decidedRight] = [new Set(known?.left), new Set(known?.right)];
  const [changedLeft, changedRight] = [new Set(changes.left.changed), new Set(changes.right.changed)];
  return (left: number, right: number): FallReason => {
    if (left < 0 || right < 0) return 'gone';
    if (rejected.has(pairKey(left, right))) return 'rejected';
    if (decidedLeft.has(left) || decidedRight.has(right)) return 'decided';
    if (changedLeft.has(left) || changedRight.has(right)) return 'changed';
    if (!partners.ofLeft.has(left) && !partners.ofRight.has(right)) return 'unsure';
    return before.has(pairKey(left, right)) ? 'order' : 'rival';
  };
}
