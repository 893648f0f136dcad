import type { Pairs } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type Links, type SeedSet } from '../graph/index.js';
import { joinPairs, type Marked } from './pick.js';

/** Known links as the surest of seeds. @throws {InputError} for links that do not fit the task */
export function linkSeeds(task: AlignmentTask, { left, right }: Links): Pairs {
  const seeds = { left, right, score: new Float32Array(left.length).fill(1) };
  checkSeeds(seeds, task, 'links');
  return seeds;
}

/** The seeds with the known links in front, in place of seeds that touch one. @throws {InputError} as {@link linkSeeds} */
export function withLinks(task: AlignmentTask, seeds: SeedSet, links: Links | null): SeedSet {
  return links ? joinPairs(linkSeeds(task, links), seeds) : seeds;
}

/** Pairs that stay, and those of the others that touch none; a pair that stays has no rival, so none has a wider margin. */
export function withKept(kept: Pairs, found: Marked): Marked {
  const all = joinPairs(kept, found);
  if (!found.margin) return all;
  const margin = new Map([...found.left].map((l, i) => [l, found.margin![i]!]));
  const marginOf = (l: number, i: number) => (i < kept.left.length ? Number.POSITIVE_INFINITY : margin.get(l)!);
  return { ...all, margin: Float32Array.from(all.left, marginOf) };
}

/** How much each pair counts in the loss: a known link `linkWeight`, another its `own` weight or 1; undefined: all alike. */
export function pairWeights(pairs: Pairs, links: Links | null, linkWeight: number, own?: Float32Array) {
  if (!links || linkWeight === 1) return own;
  const known = new Set(links.left);
  return Float32Array.from(pairs.left, (l, i) => (known.has(l) ? linkWeight : (own?.[i] ?? 1)));
}
