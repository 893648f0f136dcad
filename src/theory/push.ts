import { type Options, optionSet, type Resolved } from '../base/index.js';
import { type Matrix, row } from '../compute/index.js';
import { type Interval, mean, meanInterval } from '../stats/index.js';
import { type AnchorDensity, seedDraw } from './density.js';
import { anchorsOf, limitFields } from './repulsion.js';
import type { Space } from './space.js';

export const pushOptions = optionSet('repulsionPush', limitFields);

/** Settings of {@link repulsionPush}. */
export interface PushOptions extends Options<typeof pushOptions> {}

/** How far the gradient of the repulsion of batches of one size is from its limit, both along the sphere. */
export interface PushError {
  readonly batch: number;
  /** Cosine between the mean gradient of one anchor over the draws' batches and its limit; the mean over the anchors. */
  readonly meanCosine: number;
  /** Cosine between the gradient in one batch and the limit. */
  readonly cosine: Interval;
  /** Length of the gradient in one batch over the limit's. */
  readonly length: Interval;
  /** Mean length of the limit, times τ: how far the kernel's mean is from straight outwards. */
  readonly limitLength: number;
}

/**
 * T3 for the gradient: ∂R⁻_i/∂z_i = (1/τ) Σ κ w / Σ κ over the negatives w with kernels κ = e^{z_i·w/τ}, which tends to
 * (1/τ) E[κ_u u + κ_v v] / E[κ_u + κ_v] as B grows: 1/τ times the mean of the seeds in the kernel around z_i. Its part
 * along the sphere is the mean shift of the seeds' kernel density (the gradient of its logarithm), and descent moves
 * z_i the other way: to where fewer seeds are.
 */
export function repulsionPush(space: Space, options?: PushOptions): PushError[] {
  const o = pushOptions.resolve(options);
  const { candidates, q, draw, places, anchors: densities } = anchorsOf(space, o, 'push');
  const anchors = densities.map((density, i) => {
    const pushed = anchorAt(space, candidates.entities, density, places[i]!);
    return { ...pushed, limit: pushed.along(eachEnd(density, candidates.offsets, q)) };
  });
  return o.batches.map((batch) => {
    const next = seedDraw(candidates, q, draw.fork(`batch ${batch}`));
    const drawn = Array.from({ length: o.draws }, () =>
      anchors.map((a) => a.along(Array.from({ length: batch - 1 }, () => ({ place: next(a.place), weight: 1 })))),
    );
    return pushError(
      batch,
      anchors.map(({ limit }) => limit),
      drawn,
      o,
    );
  });
}

interface Weighted {
  readonly place: number;
  readonly weight: number;
}

/** Every pair with its share of the seeds' density: the expectation over a fresh seed. */
function eachEnd({ region }: AnchorDensity, offsets: Int32Array, q: Float64Array): Weighted[] {
  return Array.from(q).flatMap((share, c) => {
    const others = offsets[c + 1]! - offsets[c]! - (c === region ? 1 : 0);
    return Array.from({ length: share > 0 ? offsets[c + 1]! - offsets[c]! : 0 }, (_, i) => ({
      place: offsets[c]! + i,
      weight: share / others,
    }));
  });
}

/** An anchor, and its kernel mean over pairs, the part along the sphere. The own pair's kernels are 0. */
function anchorAt({ left, right, partner }: Space, entities: Int32Array, density: AnchorDensity, place: number) {
  const z = row(left, entities[place]!);
  const add = (sum: Float64Array, m: Matrix, at: number, weight: number): void => {
    const x = row(m, at);
    for (let j = 0; j < sum.length; j++) sum[j]! += weight * x[j]!;
  };
  const along = (pairs: readonly Weighted[]): Float64Array => {
    const sum = new Float64Array(left.cols);
    let whole = 0;
    for (const { place: p, weight } of pairs) {
      const [u, v] = [weight * density.left[p]!, weight * density.right[p]!];
      const i = entities[p]!;
      add(sum, left, i, u);
      add(sum, right, partner[i]!, v);
      whole += u + v;
    }
    const outward = dot(sum, z) / whole;
    return sum.map((x, j) => x / whole - outward * z[j]!);
  };
  return { place, along };
}

function pushError(
  batch: number,
  limits: readonly Float64Array[],
  drawn: readonly (readonly Float64Array[])[],
  o: Resolved<PushOptions>,
): PushError {
  const over = (of: (push: Float64Array, limit: Float64Array) => number): Interval =>
    meanInterval(
      drawn.map((pushes) => mean(pushes.map((push, i) => of(push, limits[i]!)))),
      { level: o.level },
    );
  const average = limits.map((limit, i) => limit.map((_, j) => mean(drawn.map((pushes) => pushes[i]![j]!))));
  return {
    batch,
    meanCosine: mean(average.map((push, i) => cosine(push, limits[i]!))),
    cosine: over(cosine),
    length: over((push, limit) => Math.sqrt(dot(push, push) / dot(limit, limit))),
    limitLength: mean(limits.map((limit) => Math.sqrt(dot(limit, limit)))),
  };
}

const dot = (x: Float64Array, y: ArrayLike<number>): number => x.reduce((sum, a, j) => sum + a * y[j]!, 0);
const cosine = (x: Float64Array, y: Float64Array): number => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
