import * as z from 'zod';
import { type Options, option, optionSet, type Resolved } from '../base/index.js';
import { hash, type Matrix, type Pairs, transportProbabilities } from '../compute/index.js';
import type { Links, MatchStage, RankedMatches } from '../graph/index.js';
import { bestOf, type Found, firstChoices } from './best-of.js';
import { type Compared, compareAll } from './compared.js';
import { planConfidence } from './confidence.js';
import { type Decoded, mirrored, mutual } from './decode.js';
import { decoderFields, rankFields } from './options.js';
import { pairKey, pairKeys } from './pair-keys.js';

export const rankOptions = optionSet('rankMatches', {
  ...rankFields,
  keep: decoderFields.keep,
  seed: option(z.int(), 1, 'Orders equal scores'),
});

/** What {@link rankMatches} gives. */
export interface RankOptions extends Options<typeof rankOptions> {}

/** Pairs that are known, and those that an aligner was trained on. */
export interface Before {
  readonly known?: Links | null | undefined;
  readonly seeds?: Links | undefined;
  /** Pairs known to be different: they are no matches and no candidates. */
  readonly different?: Links | null | undefined;
  /** Matches that are settled, one to one: they stand in place of the plan's own, with its probabilities. */
  readonly settled?: Links | undefined;
}

/**
 * Matches by Sinkhorn's plan over all entities (each other's most probable partner; an entity may stay without one) with
 * their probabilities; behind them, for `top` above 1, the best candidates of every entity of both graphs. Known links are
 * matches, and their entities take no part. `many-to-one`: each left entity's most probable partner, which several may share. Which pairs are each other's nearest by CSLS, too, is told of all.
 * @param embeddings N1 × width and N2 × width; rows need not be unit
 */
export function rankMatches(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  before: Before,
  options?: RankOptions,
): RankedMatches {
  const o = rankOptions.resolve(options);
  return rankCompared(compareAll(embeddings, { ...before, keep: o.keep, tieSeed: o.seed }), before, o);
}

/** {@link rankMatches} of entities that were compared. */
export function rankCompared(
  { free, decoded, nearest }: Compared,
  { known, seeds, different, settled }: Before,
  o: Resolved<RankOptions>,
): RankedMatches {
  const list = new PairList();
  for (const [i, l] of (known?.left ?? []).entries())
    list.add({ left: l, right: known!.right[i]!, score: 1, stage: 'known' });
  if (!decoded) return list.done(nearest);
  const apart = pairKeys(different);
  const rows = ({ left, right, score, margin }: Pairs & { readonly margin?: Float32Array }, minScore: number) =>
    Array.from(left, (l, i) => ({
      left: free.left[l]!,
      right: free.right[right[i]!]!,
      score: Math.min(1, score[i]!),
      lead: margin?.[i],
    })).filter((pair) => pair.score >= minScore && !apart.has(pairKey(pair.left, pair.right)));
  const isSeed = seeds && partners(seeds);
  const matched = o.cardinality === 'many-to-one' ? firstChoices : mutual;
  const matches = settled ? probable(decoded, placesOf(settled, free)) : matched(decoded, o.seed);
  for (const pair of rows(matches, o.minScore))
    list.add({ ...pair, stage: isSeed?.get(pair.left) === pair.right ? 'seed' : 'found' });
  if (o.top > 1) for (const pair of rows(candidates(decoded, o), o.minScore)) list.add({ ...pair, stage: 'candidate' });
  return list.done(nearest, o.top);
}

const partners = ({ left, right }: Links) => new Map(Array.from(left, (l, i) => [l, right[i]!]));

/** Pairs by their places among the entities that take part; those of others are left out. */
function placesOf({ left, right }: Links, free: Links): Links {
  const [leftPlace, rightPlace] = [free.left, free.right].map(
    (side) => new Map(Array.from(side, (row, i) => [row, i])),
  );
  const inside = [...left.keys()].filter((i) => leftPlace!.has(left[i]!) && rightPlace!.has(right[i]!));
  return {
    left: Int32Array.from(inside, (i) => leftPlace!.get(left[i]!)!),
    right: Int32Array.from(inside, (i) => rightPlace!.get(right[i]!)!),
  };
}

/** The least probability that is told: a plan on the best cells of each entity does not hold every pair. */
const leastProbability = 1e-6;

/** Pairs with their probabilities in the plan, best first; equal ones in the order given. */
function probable({ plan }: Decoded, pairs: Links): Pairs {
  const score = transportProbabilities(plan!, pairs).map((p) => Math.max(leastProbability, p));
  const order = [...score.keys()].sort((a, b) => score[b]! - score[a]!);
  const pick = <T extends Int32Array | Float32Array>(column: T) => column.map((_, i) => column[order[i]!]!) as T;
  return { left: pick(pairs.left), right: pick(pairs.right), score: pick(score) };
}

/** The best of every left row and of every right one, best first. */
function candidates(decoded: Decoded, { top, seed }: Resolved<RankOptions>): Pairs {
  const right = bestOf(mirrored(decoded), top);
  const pairs = [
    ...bestOf(decoded, top),
    ...right.map(({ left, right, score }) => ({ left: right, right: left, score })),
  ];
  const tie = (pair: Found) => hash(hash(seed, pair.left), pair.right);
  pairs.sort((a, b) => b.score - a.score || tie(a) - tie(b));
  return {
    left: Int32Array.from(pairs, (pair) => pair.left),
    right: Int32Array.from(pairs, (pair) => pair.right),
    score: Float32Array.from(pairs, (pair) => pair.score),
  };
}

interface Listed extends Found {
  /** Of a match: in log-probability over the rivals of either end, the lesser. */
  readonly lead?: number | undefined;
  readonly stage: MatchStage;
}

/** Pairs as they come, each once, with their places among what came of their two ends. */
class PairList {
  readonly #pairs = new Map<string, Listed>();

  add(pair: Listed): void {
    const key = pairKey(pair.left, pair.right);
    if (!this.#pairs.has(key)) this.#pairs.set(key, pair);
  }

  /** By the plan alone; a candidate is behind the best of its ends. */
  #confidence(nearest: ReadonlyMap<number, number>): Float32Array {
    const pairs = [...this.#pairs.values()];
    const best = { left: new Map<number, number>(), right: new Map<number, number>() };
    for (const pair of pairs)
      for (const side of ['left', 'right'] as const)
        best[side].set(pair[side], Math.max(pair.score, best[side].get(pair[side]) ?? 0));
    const behind = ({ left, right, score }: Listed) =>
      Math.log(score) - Math.log(Math.max(best.left.get(left)!, best.right.get(right)!));
    return Float32Array.from(pairs, (pair) => {
      const mutual = nearest.get(pair.left) === pair.right;
      return pair.stage === 'known'
        ? 1
        : planConfidence({ score: pair.score, lead: pair.lead ?? behind(pair), mutual });
    });
  }

  /**
   * @param nearest who is each other's nearest by likeness
   * @param top places that are told
   */
  done(nearest: ReadonlyMap<number, number>, top = 1): RankedMatches {
    const pairs = [...this.#pairs.values()];
    const places = (side: 'left' | 'right') => {
      const next = new Map<number, number>();
      return Int32Array.from(pairs, (pair) => {
        const place = (next.get(pair[side]) ?? 0) + 1;
        next.set(pair[side], place);
        return place <= top ? place : 0;
      });
    };
    return {
      left: Int32Array.from(pairs, (pair) => pair.left),
      right: Int32Array.from(pairs, (pair) => pair.right),
      score: Float32Array.from(pairs, (pair) => pair.score),
      confidence: this.#confidence(nearest),
      rank: places('left'),
      reverseRank: places('right'),
      stage: pairs.map((pair) => pair.stage),
      mutual: Uint8Array.from(pairs, (pair) => (nearest.get(pair.left) === pair.right ? 1 : 0)),
    };
  }
}
