import * as z from 'zod';
import { optionSet } from '../base/index.js';
import { random, takeRows } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { type Checked, checked } from './checked.js';
import { anchorKernel, anchorPlaces, type Pool, poolOf, seedDraw, sharesOf } from './kernel.js';
import { mean, sizes } from './repulsion.js';
import { iclSoftmax } from './softmax.js';
import type { Space } from './space.js';

/** Who pushes whom, by region. */
export interface RepulsionShares {
  /** shares[a][c] = m_c of anchors in a: the share of their repulsion (its negative part) that region c's seeds hold. */
  readonly shares: readonly (readonly number[])[];
  /** contributions[a][c] = q_a · m_c: of the whole repulsion, what anchors in a get from c. */
  readonly contributions: readonly (readonly number[])[];
  /** The seeds' shares of the regions. */
  readonly q: readonly number[];
}

/**
 * T3: with seeds drawn from q, region c holds m_c = q_c K_c / Σ q_c' K_c' of an anchor's repulsion, K_c its mean kernel
 * there; the mean over each region's entities as anchors. NaN in rows of regions without linked entities.
 */
export function repulsionShares(
  space: Space,
  q: readonly number[],
  o: { readonly temperature: number },
): RepulsionShares {
  const pool = poolOf(space);
  const density = sharesOf(q, pool);
  const count = density.length;
  const sums = Array.from({ length: count }, () => new Float64Array(count));
  for (let place = 0; place < pool.entities.length; place++) {
    const { region, means } = anchorKernel(space, pool, place, o.temperature);
    const whole = means.reduce((s, k, c) => s + density[c]! * k, 0);
    for (let c = 0; c < count; c++) sums[region]![c]! += (density[c]! * means[c]!) / whole;
  }
  return withContributions(
    sums.map((row, a) => Array.from(row, (x) => x / sizes(pool.offsets)[a]!)),
    [...density],
  );
}

/**
 * The same, measured on seeds: the softmaxes' weight on the negatives of each region, both directions, all seeds being
 * one batch. Regions are those of the left end for left ends, of the right end for right ones.
 */
export function measuredShares(space: Space, seeds: Links, o: { readonly temperature: number }): RepulsionShares {
  const { count, left, right } = space.regions;
  const p = iclSoftmax(takeRows(space.left, seeds.left), takeRows(space.right, seeds.right), o.temperature);
  const labels = { left: seeds.left.map((i) => left[i]!), right: seeds.right.map((i) => right[i]!) };
  const sums = Array.from({ length: count }, () => new Float64Array(count));
  const ends = new Float64Array(count);
  const size = seeds.left.length;
  for (const side of ['left', 'right'] as const) {
    const { across, within } = p[side];
    const [own, opposite] = side === 'left' ? [labels.left, labels.right] : [labels.right, labels.left];
    for (let i = 0; i < size; i++) {
      const at = new Float64Array(count);
      for (let j = 0; j < size; j++) {
        if (j === i) continue;
        at[opposite[j]!]! += across.data[i * size + j]!;
        at[own[j]!]! += within.data[i * size + j]!;
      }
      const whole = at.reduce((a, b) => a + b, 0);
      ends[own[i]!]!++;
      for (let c = 0; c < count; c++) sums[own[i]!]![c]! += at[c]! / whole;
    }
  }
  return withContributions(
    sums.map((row, a) => Array.from(row, (x) => x / ends[a]!)),
    Array.from(ends, (n) => n / (2 * size)),
  );
}

function withContributions(shares: readonly (readonly number[])[], q: readonly number[]): RepulsionShares {
  return { shares, contributions: shares.map((row, a) => row.map((m) => (q[a]! > 0 ? q[a]! * m : 0))), q };
}

/** Settings of {@link shareCurve}. */
export interface ShareOptions {
  /** The region whose own share is followed (0). */
  readonly region?: number;
  /** Its shares q_c of the seeds; the other regions keep their proportions. */
  readonly shares?: readonly number[];
  /** B (512). */
  readonly batch?: number;
  readonly temperature?: number;
  /** Anchors of the region (32). */
  readonly anchors?: number;
  /** Fresh draws of the other seeds (12). */
  readonly draws?: number;
  readonly level?: number;
  readonly seed?: number;
}

export const shareOptions = optionSet<ShareOptions>('shareCurve', {
  region: z.number().int().nonnegative().default(0),
  shares: z.array(z.number().min(0).max(1)).default([0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7]),
  batch: z.number().int().min(2).default(512),
  temperature: z.number().positive().default(0.1),
  anchors: z.number().int().positive().default(32),
  draws: z.number().int().min(2).default(12),
  level: z.number().gt(0).lt(1).default(0.95),
  seed: z.number().int().default(1),
});

/** A point of the curve m_c against q_c, for anchors in c. */
export interface SharePoint extends Checked {
  readonly q: number;
  /** q_c · m_c as predicted. */
  readonly contribution: number;
}

/**
 * T3: the share of its anchors' repulsion that a region holds against its share of the seeds, predicted and measured on
 * fresh seeds. The prediction is of the limit: with few expected seeds of the region in a batch the measured mean of the
 * ratio falls below it, and `error` says by how much.
 */
export function shareCurve(space: Space, options?: ShareOptions): SharePoint[] {
  const o = shareOptions.resolve(options);
  const pool = poolOf(space);
  const draw = random(o.seed).fork('shares');
  const places = anchorPlaces(pool, o.anchors, draw.fork('anchors'), o.region);
  const anchors = places.map((place) => anchorKernel(space, pool, place, o.temperature));
  const regionAt = regionOfPlace(pool);
  return o.shares.map((share) => {
    const q = sharesOf(densityWith(pool, o.region, share), pool);
    const next = seedDraw(pool, q, draw.fork(`q ${share}`));
    const predicted = mean(
      anchors.map(({ means }) => (q[o.region]! * means[o.region]!) / means.reduce((s, k, c) => s + q[c]! * k, 0)),
    );
    const once = (a: (typeof anchors)[number], apart: number) => {
      let [own, whole] = [0, 0];
      for (let n = 0; n < o.batch - 1; n++) {
        const place = next(apart);
        const k = a.left[place]! + a.right[place]!;
        whole += k;
        if (regionAt[place] === o.region) own += k;
      }
      return own / whole;
    };
    const values = Array.from({ length: o.draws }, () => mean(anchors.map((a, i) => once(a, places[i]!))));
    return { q: share, contribution: share * predicted, ...checked(predicted, values, o.level) };
  });
}

/** The entities' shares with one region's set, the others in proportion. */
function densityWith({ offsets }: Pool, region: number, share: number): number[] {
  const all = sizes(offsets);
  const rest = all.reduce((s, n, c) => (c === region ? s : s + n), 0);
  return all.map((n, c) => (c === region ? share : rest > 0 ? ((1 - share) * n) / rest : 0));
}

function regionOfPlace({ entities, offsets }: Pool): Int32Array {
  const labels = new Int32Array(entities.length);
  for (let c = 0; c + 1 < offsets.length; c++) labels.fill(c, offsets[c]!, offsets[c + 1]!);
  return labels;
}
