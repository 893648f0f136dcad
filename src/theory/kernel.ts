import { OptionError } from '../base/index.js';
import { type Random, row } from '../compute/index.js';
import { dot } from './gradient.js';
import { linkedByRegion, pick, type Space } from './space.js';

/** An anchor's von Mises-Fisher kernel e^{(s − 1)/τ} to every linked entity's two ends; the anchor's own pair is 0. */
export interface AnchorKernel {
  readonly region: number;
  /** By place in {@link Pool.entities}: left end, right end. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Of the positive. */
  readonly positive: number;
  /** Mean of both ends' kernels over each region, the anchor's own pair apart; 0 for an empty region. */
  readonly means: Float64Array;
}

/** The pairs that seeds can be drawn from. */
export interface Pool {
  /** Left entities with a partner, region by region. */
  readonly entities: Int32Array;
  /** Region c is places offsets[c] … offsets[c + 1]. */
  readonly offsets: Int32Array;
}

export function poolOf(space: Space): Pool {
  const lists = linkedByRegion(space);
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, c) => {
    offsets[c + 1] = offsets[c]! + list.length;
  });
  return { entities: Int32Array.from(lists.flatMap((list) => [...list])), offsets };
}

/** @param place of the anchor in the pool */
export function anchorKernel(space: Space, pool: Pool, place: number, temperature: number): AnchorKernel {
  const { left, right, partner, regions } = space;
  const z = row(left, pool.entities[place]!);
  const kernel = (x: Float32Array) => Math.exp((dot(z, x) - 1) / temperature);
  const of = (end: (i: number) => Float32Array) =>
    Float64Array.from(pool.entities, (i, at) => (at === place ? 0 : kernel(end(i))));
  const [u, v] = [of((i) => row(left, i)), of((i) => row(right, partner[i]!))];
  const own = regions.left[pool.entities[place]!]!;
  const means = Float64Array.from({ length: regions.count }, (_, c) => {
    let sum = 0;
    for (let at = pool.offsets[c]!; at < pool.offsets[c + 1]!; at++) sum += (u[at]! + v[at]!) / 2;
    return sum / Math.max(1, pool.offsets[c + 1]! - pool.offsets[c]! - (c === own ? 1 : 0));
  });
  const positive = kernel(row(right, partner[pool.entities[place]!]!));
  return { region: own, left: u, right: v, positive, means };
}

/** q as shares that add up to 1. @throws {OptionError} for negative ones, wrong lengths, seeds where no entity is */
export function sharesOf(q: readonly number[], { offsets }: Pool): Float64Array {
  const total = q.reduce((a, b) => a + b, 0);
  const empty = q.findIndex((share, c) => share > 0 && offsets[c + 1]! - offsets[c]! < 2);
  if (q.length !== offsets.length - 1 || q.some((share) => !(share >= 0)) || !(total > 0) || empty >= 0)
    throw new OptionError(
      empty >= 0
        ? `region ${empty} has too few entities for seeds`
        : `shares ${q.join(', ')} of ${offsets.length - 1} regions`,
      'theory: seed density q',
      'Give each region a share of the seeds, 0 or more; regions with seeds need two linked entities',
    );
  return Float64Array.from(q, (share) => share / total);
}

/** Draws places in the pool from q, never `apart`: regions by their shares, entities evenly. */
export function seedDraw(pool: Pool, q: Float64Array, draw: Random): (apart: number) => number {
  const cumulative = new Float64Array(q.length);
  q.forEach((share, c) => {
    cumulative[c] = (cumulative[c - 1] ?? 0) + share;
  });
  const last = q.findLastIndex((share) => share > 0);
  return (apart) => {
    const x = draw.uniform();
    const found = cumulative.findIndex((sum) => x < sum);
    const c = found < 0 ? last : found;
    const size = pool.offsets[c + 1]! - pool.offsets[c]!;
    for (;;) {
      const place = pool.offsets[c]! + draw.integer(size);
      if (place !== apart) return place;
    }
  };
}

/** Places of the anchors: drawn evenly from the given regions, all of them when not given. */
export function anchorPlaces({ offsets }: Pool, count: number, draw: Random, region?: number): number[] {
  const [from, to] =
    region === undefined ? [0, offsets[offsets.length - 1]!] : [offsets[region]!, offsets[region + 1]!];
  const places = Int32Array.from({ length: to - from }, (_, i) => from + i);
  return Array.from({ length: count }, () => pick(places, draw));
}
