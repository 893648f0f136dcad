import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved, roundCount } from '../base/index.js';
import { random } from '../compute/index.js';
import { type Interval, mean, meanInterval } from '../stats/index.js';
import { type AnchorDensity, anchorDensities, anchorPlaces, candidatesOf, seedDraw, sharesOf } from './density.js';
import type { Space } from './space.js';

/** Options of what compares batches with their limit. */
export const limitFields = {
  q: option(
    z.array(z.number().nonnegative()).nullable(),
    null,
    "The seeds' shares of the regions, in proportion; null: the entities'",
  ),
  batches: option(z.array(count(2)).min(1), [16, 64, 256, 1024, 4096], 'Batch sizes B'),
  temperature: option(z.number().positive(), 0.1, 'τ of the loss'),
  anchors: option(count(), 48, 'Anchors, evenly drawn from all linked entities'),
  draws: option(roundCount(2), 16, 'Fresh draws of the other seeds'),
  level: option(z.number().gt(0).lt(1), 0.95, 'Level of the intervals'),
  seed: option(z.number().int(), 1, 'Draws anchors and batches'),
};

export const limitOptions = optionSet('repulsionLimit', limitFields);

/** Settings of {@link repulsionLimit}. */
export interface LimitOptions extends Options<typeof limitOptions> {}

/** How far the repulsion of batches of one size is from its limit. */
export interface LimitError {
  readonly batch: number;
  /** Mean of (R⁻_i − log 2(B−1)) − limit: below 0 for small B, since the logarithm of a mean is. */
  readonly error: Interval;
  /** What the second order of that logarithm gives for it: −Var(y) / (2(B−1)E[y]²), y the mean kernel of a pair's ends. */
  readonly expectedError: number;
  /** Root of the mean squared error of one anchor in one batch. */
  readonly deviation: number;
  /** Effective number of negatives, (Σk)²/Σk² of their kernels, of 2(B−1). */
  readonly effective: number;
  /** Share that the positive holds of the whole sum Σ e^{s/τ}; it is no part of R⁻. */
  readonly positiveShare: number;
}

/**
 * T3: the repulsion of the negatives alone, R⁻_i = log Σ e^{s/τ}, less log 2(B−1), tends to
 * log ½(E_{q1} e^{z_i·u/τ} + E_{q2} e^{z_i·v/τ}) as B grows, the other B − 1 seeds fresh from q (regions by their shares,
 * entities evenly within): a kernel density estimate of the SEEDS. Errors are reported for each B; at a low temperature,
 * or where few kernels hold the sum, they stay large.
 */
export function repulsionLimit(space: Space, options?: LimitOptions): LimitError[] {
  const o = limitOptions.resolve(options);
  const { candidates, q, draw, places, anchors } = anchorsOf(space, o, 'limit');
  const limits = anchors.map((a) => Math.log(a.means.reduce((sum, mean, c) => sum + q[c]! * mean, 0)));
  const variation = mean(anchors.map((a, i) => pairVariation(a, candidates.offsets, q, Math.exp(limits[i]!))));
  return o.batches.map((batch) => {
    const next = seedDraw(candidates, q, draw.fork(`batch ${batch}`));
    const draws = Array.from({ length: o.draws }, () =>
      anchors.map((a, i) => oneSum(a, limits[i]!, batch, () => next(places[i]!))),
    );
    const all = draws.flat();
    return {
      batch,
      error: meanInterval(
        draws.map((list) => mean(list.map((x) => x.error))),
        { level: o.level },
      ),
      expectedError: -variation / (2 * (batch - 1)),
      deviation: Math.sqrt(mean(all.map((x) => x.error ** 2))),
      effective: mean(all.map((x) => x.effective)),
      positiveShare: mean(all.map((x) => x.positiveShare)),
    };
  });
}

/** Anchors and their densities, and the seeds' density, drawn for a comparison of this name. */
export function anchorsOf(space: Space, o: Resolved<LimitOptions>, name: string) {
  const candidates = candidatesOf(space);
  const q = sharesOf(o.q ?? sizes(candidates.offsets), candidates);
  const draw = random(o.seed).fork(name);
  const places = anchorPlaces(candidates, o.anchors, draw.fork('anchors'));
  return { candidates, q, draw, places, anchors: anchorDensities(space, candidates, places, o.temperature) };
}

/** Share of the 2(B−1) negatives of a batch that count: their effective number over all. */
export const effectiveShare = ({ effective, batch }: Pick<LimitError, 'effective' | 'batch'>): number =>
  effective / (2 * (batch - 1));

function oneSum(anchor: AnchorDensity, limit: number, batch: number, next: () => number) {
  let [sum, squares] = [0, 0];
  for (let n = 0; n < batch - 1; n++) {
    const place = next();
    const [u, v] = [anchor.left[place]!, anchor.right[place]!];
    sum += u + v;
    squares += u * u + v * v;
  }
  return {
    error: Math.log(sum / (2 * (batch - 1))) - limit,
    effective: sum ** 2 / squares,
    positiveShare: anchor.positive / (anchor.positive + sum),
  };
}

/** Var(y)/E[y]² under q, y the mean of a pair's two kernels. */
function pairVariation(anchor: AnchorDensity, offsets: Int32Array, q: Float64Array, expected: number): number {
  let square = 0;
  q.forEach((share, c) => {
    let sum = 0;
    for (let at = offsets[c]!; at < offsets[c + 1]!; at++) sum += ((anchor.left[at]! + anchor.right[at]!) / 2) ** 2;
    const others = offsets[c + 1]! - offsets[c]! - (c === anchor.region ? 1 : 0);
    if (share > 0) square += (share * sum) / others;
  });
  return square / expected ** 2 - 1;
}

/** Entities by region. */
export const sizes = (offsets: Int32Array): number[] => Array.from(offsets.subarray(1), (end, c) => end - offsets[c]!);
