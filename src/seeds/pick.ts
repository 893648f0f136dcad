import { joined } from '../base/index.js';
import {
  greedyMatch,
  hash,
  type Matrix,
  mutualNearest,
  type Pairs,
  type Scores,
  topPairs,
  withCsls,
} from '../compute/index.js';
import { sparseAt } from './pair-scores.js';
import { type PlanOptions, planOptions, planPairs } from './plan.js';
import { type Sides, subSides } from './sides.js';

/** How pairs are picked from a similarity. */
export interface PickOptions {
  /**
   * - `greedy`: walk all pairs from the most similar down, keep a pair when both ends are still free (EVA's pivot).
   * - `mutual`: pairs that are each other's nearest, most similar first.
   * - `sinkhorn`: pairs that are each other's most probable partner in a transport plan, most probable first.
   */
  readonly pick: 'greedy' | 'mutual' | 'sinkhorn';
  /** At most so many pairs; Infinity: no bound (not for `greedy`). */
  readonly k: number;
  /** Neighbours in the hubness correction of scores that have none yet, CSLS; 0: none (arXiv 1710.04087, eq. 3). */
  readonly csls: number;
  /** The greedy walk looks at the `candidates · k` most similar pairs. */
  readonly candidates: number;
  /** Ties are broken by a hash of it. */
  readonly seed: number;
  /** Settings of `sinkhorn`. */
  readonly plan?: PlanOptions;
}

/** Rows that may be picked. */
export interface Rows {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Pairs; those of `mutual` and `sinkhorn` with the lesser, over both ends, of best − second best score or log probability. */
export type Marked = Pairs & { readonly margin?: Float32Array };

/**
 * One-to-one pairs, best first, among all rows of `scores`. Rows of zeros, entities of which nothing is known, are all alike:
 * they are in a pair only where it has support in `scores.sparse`.
 */
export function pickPairs(scores: Scores, o: PickOptions): Marked {
  const { rows: n } = scores.left;
  const { rows: m } = scores.right;
  if (n === 0 || m === 0) return noPairs();
  if (o.pick === 'sinkhorn')
    return firstPairs(compared(scores, planPairs(scores, planOptions.resolve(o.plan), o.seed)), o.k);
  const corrected = scores.radii ? scores : withCsls(scores, o.csls);
  if (o.pick === 'mutual') return firstPairs(compared(scores, mutualNearest(corrected, { tieSeed: o.seed })), o.k);
  const k = Math.min(o.k, n, m);
  const limit = Math.min(o.candidates * k, n * m);
  return compared(scores, greedyMatch(topPairs(corrected, { limit, tieSeed: o.seed }), k));
}

/** The pairs without those of which nothing was compared. */
function compared(scores: Scores, pairs: Marked): Marked {
  const known = (m: Matrix, row: number) => m.data.subarray(row * m.cols, (row + 1) * m.cols).some((x) => x !== 0);
  const places = [...pairs.left.keys()].filter((p) => {
    const [l, r] = [pairs.left[p]!, pairs.right[p]!];
    return (known(scores.left, l) && known(scores.right, r)) || sparseAt(scores, l, r) !== 0;
  });
  return places.length === pairs.left.length ? pairs : takePairs(pairs, places);
}

/** {@link pickPairs} among some rows only; the pairs name rows of `sides`. */
export function pickAmong(sides: Sides, rows: Rows, o: PickOptions): Pairs {
  const pairs = pickPairs(subSides(sides, rows), o);
  return {
    left: pairs.left.map((i) => rows.left[i]!),
    right: pairs.right.map((j) => rows.right[j]!),
    score: pairs.score,
  };
}

/** The pairs at the given places, in that order. */
export function takePairs({ left, right, score, margin }: Marked, places: ArrayLike<number>): Marked {
  const take = (column: Int32Array) => Int32Array.from(places, (p) => column[p]!);
  const takeFloats = (column: Float32Array) => Float32Array.from(places, (p) => column[p]!);
  const pairs = { left: take(left), right: take(right), score: takeFloats(score) };
  return margin ? { ...pairs, margin: takeFloats(margin) } : pairs;
}

/** The pairs from the highest score (or `key`) down, ties by a hash of the pair. */
export function bestFirst(pairs: Marked, seed: number, key: Float32Array = pairs.score): Marked {
  const { left, right } = pairs;
  const tie = Uint32Array.from(left, (l, i) => hash(hash(seed, l), right[i]!));
  const order = [...left.keys()].sort((a, b) => key[b]! - key[a]! || tie[a]! - tie[b]!);
  return takePairs(pairs, order);
}

/** The first pairs and, of the others in order, those neither end of which is taken. */
export function joinPairs(first: Pairs, others: Pairs): Pairs {
  const taken = { left: new Set(first.left), right: new Set(first.right) };
  const joining: number[] = [];
  others.left.forEach((l, i) => {
    const r = others.right[i]!;
    if (taken.left.has(l) || taken.right.has(r)) return;
    taken.left.add(l);
    taken.right.add(r);
    joining.push(i);
  });
  const added = takePairs(others, joining);
  return {
    left: joined(first.left, added.left),
    right: joined(first.right, added.right),
    score: joined(first.score, added.score),
  };
}

export function noPairs(): Pairs {
  return { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
}

/** The first k pairs. */
export function firstPairs(pairs: Marked, k: number): Marked {
  return k >= pairs.left.length
    ? pairs
    : takePairs(
        pairs,
        Int32Array.from({ length: k }, (_, i) => i),
      );
}
