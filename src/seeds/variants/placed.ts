import type { Pairs } from '../../compute/index.js';
import type { SeedSet } from '../../graph/index.js';
import { bestFirst } from '../pick.js';
import type { ClassPair } from './matched.js';

/** A pair, and the places of the seeds that its score and weight are of, and of the one that its cluster is of. */
interface Placed {
  readonly left: number;
  readonly right: number;
  readonly from: readonly number[];
  readonly own: number;
}

/** A pair of classes, and for each left member the right member; -1: none. */
export interface PlacedClass {
  readonly pair: ClassPair;
  readonly partners: readonly number[];
}

/**
 * The seeds with those inside and into the classes exchanged, best first. A pair inside a class has the mean score and
 * weight of the class's seeds, and the cluster of its left end's seed, else of the class's first.
 */
export function withPartners(seeds: SeedSet, classes: readonly PlacedClass[], seed: number): SeedSet {
  const inLeft = new Map(classes.flatMap(({ pair }, c) => pair.left.map((l) => [l, c] as const)));
  const inRight = new Map(classes.flatMap(({ pair }, c) => pair.right.map((r) => [r, c] as const)));
  const inside = classes.map((): number[] => []);
  const kept: Placed[] = [];
  seeds.left.forEach((left, p) => {
    const right = seeds.right[p]!;
    const [a, b] = [inLeft.get(left), inRight.get(right)];
    if (a === undefined && b === undefined) kept.push({ left, right, from: [p], own: p });
    else if (a !== undefined && a === b) inside[a]!.push(p);
  });
  const placed = classes.flatMap(({ pair, partners }, c) => {
    const from = inside[c]!;
    const own = (l: number) => from.find((p) => seeds.left[p] === l) ?? from[0]!;
    return pair.left.flatMap((left, i) =>
      partners[i]! < 0 ? [] : [{ left, right: pair.right[partners[i]!]!, from, own: own(left) }],
    );
  });
  return sorted(seeds, [...kept, ...placed], seed);
}

function sorted(seeds: SeedSet, placed: readonly Placed[], seed: number): SeedSet {
  const mean = (column: Float32Array) =>
    Float32Array.from(placed, ({ from }) => from.reduce((sum, p) => sum + column[p]!, 0) / from.length);
  const found: Pairs = {
    left: Int32Array.from(placed, ({ left }) => left),
    right: Int32Array.from(placed, ({ right }) => right),
    score: mean(seeds.score),
  };
  const at = new Map(placed.map(({ left }, i) => [left, i]));
  const best = bestFirst(found, seed);
  const order = best.left.map((l) => at.get(l)!);
  const { cluster, weight } = seeds;
  const weights = weight && mean(weight);
  return {
    ...best,
    ...(cluster && { cluster: order.map((i) => cluster[placed[i]!.own]!) }),
    ...(weights && { weight: Float32Array.from(order, (i) => weights[i]!) }),
  };
}
