import { OptionError } from '../base/index.js';
import { matmul, type Random, row, takeRows } from '../compute/index.js';
import { linkedByRegion, pick, type Space } from './space.js';

/** The density around an anchor, by a von Mises-Fisher kernel e^{(s − 1)/τ} to every linked entity's two ends; the anchor's own pair is 0. */
export interface AnchorDensity {
  readonly region: number;
  /** By place in {@link Candidates.entities}: left end, right end. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Of the positive. */
  readonly positive: number;
  /** Mean of both ends' kernels over each region, the anchor's own pair apart; 0 for an empty region. */
  readonly means: Float64Array;
}

/** The pairs that seeds can be drawn from. */
export interface Candidates {
  /** Left entities with a partner, region by region. */
  readonly entities: Int32Array;
  /** Region c is places offsets[c] … offsets[c + 1]. */
  readonly offsets: Int32Array;
}

export function candidatesOf(space: Space): Candidates {
  const lists = linkedByRegion(space);
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, c) => {
    offsets[c + 1] = offsets[c]! + list.length;
  });
  return { entities: Int32Array.from(lists.flatMap((list) => [...list])), offsets };
}

/** Anchors whose densities are held at once by {@link eachDensity}. */
const blockRows = 256;

/** The densities around the anchors at these places of the candidates. */
export function anchorDensities(
  space: Space,
  candidates: Candidates,
  places: readonly number[],
  temperature: number,
): AnchorDensity[] {
  const { left, right, partner } = space;
  const anchors = takeRows(
    left,
    places.map((place) => candidates.entities[place]!),
  );
  const ends = [
    takeRows(left, candidates.entities),
    takeRows(
      right,
      candidates.entities.map((i) => partner[i]!),
    ),
  ];
  const products = ends.map((all) => matmul(anchors, all, { transposeB: true }));
  return places.map((place, a) => {
    const [u, v] = products.map((m) => densityOf(row(m, a), temperature));
    const positive = v![place]!;
    u![place] = 0;
    v![place] = 0;
    const region = space.regions.left[candidates.entities[place]!]!;
    return { region, left: u!, right: v!, positive, means: regionMeans(candidates, u!, v!, region) };
  });
}

function densityOf(products: Float32Array, temperature: number): Float64Array {
  const out = new Float64Array(products.length);
  for (let at = 0; at < out.length; at++) out[at] = Math.exp((products[at]! - 1) / temperature);
  return out;
}

/** The density around every candidate in turn, a block at a time. */
export function* eachDensity(space: Space, candidates: Candidates, temperature: number): Generator<AnchorDensity> {
  for (let start = 0; start < candidates.entities.length; start += blockRows) {
    const count = Math.min(blockRows, candidates.entities.length - start);
    yield* anchorDensities(
      space,
      candidates,
      Array.from({ length: count }, (_, i) => start + i),
      temperature,
    );
  }
}

function regionMeans({ offsets }: Candidates, u: Float64Array, v: Float64Array, own: number): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, c) => {
    let sum = 0;
    for (let at = offsets[c]!; at < offsets[c + 1]!; at++) sum += (u[at]! + v[at]!) / 2;
    return sum / Math.max(1, offsets[c + 1]! - offsets[c]! - (c === own ? 1 : 0));
  });
}

/** q as shares that add up to 1. @throws {OptionError} for negative ones, wrong lengths, seeds where no entity is */
export function sharesOf(q: readonly number[], { offsets }: Candidates): Float64Array {
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

/** Draws places in the candidates from q, never `apart`: regions by their shares, entities evenly. */
export function seedDraw(candidates: Candidates, q: Float64Array, draw: Random): (apart: number) => number {
  const cumulative = new Float64Array(q.length);
  q.forEach((share, c) => {
    cumulative[c] = (cumulative[c - 1] ?? 0) + share;
  });
  const last = q.findLastIndex((share) => share > 0);
  return (apart) => {
    const x = draw.uniform();
    const found = cumulative.findIndex((sum) => x < sum);
    const c = found < 0 ? last : found;
    const size = candidates.offsets[c + 1]! - candidates.offsets[c]!;
    for (;;) {
      const place = candidates.offsets[c]! + draw.integer(size);
      if (place !== apart) return place;
    }
  };
}

/** Places of the anchors: drawn evenly from the given regions, all of them when not given. */
export function anchorPlaces({ offsets }: Candidates, count: number, draw: Random, region?: number): number[] {
  const [from, to] =
    region === undefined ? [0, offsets[offsets.length - 1]!] : [offsets[region]!, offsets[region + 1]!];
  const places = Int32Array.from({ length: to - from }, (_, i) => from + i);
  return Array.from({ length: count }, () => pick(places, draw));
}
