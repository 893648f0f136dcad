import type { Pairs } from '../../compute/index.js';
import type { SeedSet } from '../../graph/index.js';
import { bestFirst } from '../pick.js';
import type { ClassPair } from './matched.js';

/** The seeds with those inside and into the classes exchanged, best first. */
export function withPartners(
  seeds: SeedSet,
  pairs: readonly ClassPair[],
  partners: readonly (readonly number[])[],
  seed: number,
): SeedSet {
  const inLeft = new Map(pairs.flatMap(({ left }, c) => left.map((l) => [l, c] as const)));
  const inRight = new Map(pairs.flatMap(({ right }, c) => right.map((r) => [r, c] as const)));
  const scores = pairs.map((): number[] => []);
  const kept: [number, number, number][] = [];
  seeds.left.forEach((l, p) => {
    const [r, score] = [seeds.right[p]!, seeds.score[p]!];
    const [a, b] = [inLeft.get(l), inRight.get(r)];
    if (a === undefined && b === undefined) kept.push([l, r, score]);
    else if (a !== undefined && a === b) scores[a]!.push(score);
  });
  const placed = pairs.flatMap(({ left, right }, c) => {
    const mean = scores[c]!.reduce((sum, x) => sum + x, 0) / scores[c]!.length;
    return left.map((l, i): [number, number, number] => [l, right[partners[c]![i]!]!, mean]);
  });
  const all = [...kept, ...placed];
  const found: Pairs = {
    left: Int32Array.from(all, ([l]) => l),
    right: Int32Array.from(all, ([, r]) => r),
    score: Float32Array.from(all, ([, , score]) => score),
  };
  return bestFirst(found, seed);
}
