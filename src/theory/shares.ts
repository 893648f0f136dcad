import * as z from 'zod';
import { count, type Options, option, optionSet, roundCount } from '../base/index.js';
import { type BothSides, random, takeRows } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { mean } from '../stats/index.js';
import { type Checked, checked } from './checked.js';
import {
  anchorDensities,
  anchorPlaces,
  type Candidates,
  candidatesOf,
  eachDensity,
  seedDraw,
  sharesOf,
} from './density.js';
import { sizes } from './repulsion.js';
import { iclSoftmax, type Softmax } from './softmax.js';
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

/** Settings of {@link repulsionShares}. */
export interface PredictedShareOptions {
  readonly temperature: number;
  /**
   * Seeds of the batch that q describes, B. An anchor's own pair is none of its negatives, so that of n_c = B q_c seeds its own
   * region has n_c − 1 that push it. Undefined: the limit of large batches.
   */
  readonly batch?: number;
  /** Weight of a negative of each region, as in `weightedContrastiveLoss`; undefined: 1. */
  readonly weights?: readonly number[];
}

/**
 * T3: with seeds drawn from q, region c holds m_c = q_c K_c / Σ q_c' K_c' of an anchor's repulsion, K_c its mean kernel
 * there; the mean over each region's entities as anchors. NaN in rows of regions without linked entities.
 */
export function repulsionShares(space: Space, q: readonly number[], options: PredictedShareOptions): RepulsionShares {
  const candidates = candidatesOf(space);
  const portions = sharesOf(q, candidates);
  const count = portions.length;
  const held = Array.from({ length: count }, (_, a) => negativesOf(a, portions, options));
  const sums = Array.from({ length: count }, () => new Float64Array(count));
  for (const { region, means } of eachDensity(space, candidates, options.temperature)) {
    const own = held[region]!;
    const whole = means.reduce((s, k, c) => s + own[c]! * k, 0);
    for (let c = 0; c < count; c++) sums[region]![c]! += (own[c]! * means[c]!) / whole;
  }
  return withContributions(
    sums.map((row, a) => Array.from(row, (x) => x / sizes(candidates.offsets)[a]!)),
    [...portions],
  );
}

/** What the negatives of an anchor in region a weigh, by region: its own pair is none of them. */
function negativesOf(a: number, q: Float64Array, { batch, weights }: PredictedShareOptions): Float64Array {
  return q.map((share, c) => {
    const others = c === a && batch !== undefined ? Math.max(0, share - 1 / batch) : share;
    return others * (weights?.[c] ?? 1);
  });
}

/** Σ_c q_c m_c: the share of the repulsion that anchors get from seeds of their own region. */
export function ownShare({ contributions }: RepulsionShares): number {
  return contributions.reduce((sum, row, c) => sum + (row[c] || 0), 0);
}

/** Settings of {@link measuredShares}. */
export interface MeasuredShareOptions {
  readonly temperature: number;
  /** Weight of each seed's two ends as negatives, as in `weightedContrastiveLoss`; e.g. from `densityRatios` (1). */
  readonly weights?: BothSides<Float32Array>;
}

/**
 * The same, measured on seeds: the softmaxes' weight on the negatives of each region, both directions, all seeds being
 * one batch. Regions are those of the left end for left ends, of the right end for right ones.
 */
export function measuredShares(space: Space, seeds: Links, options: MeasuredShareOptions): RepulsionShares {
  const { count, left, right } = space.regions;
  const p = iclSoftmax(takeRows(space.left, seeds.left), takeRows(space.right, seeds.right), options.temperature);
  const ones = new Float32Array(seeds.left.length).fill(1);
  const ends = {
    left: { labels: seeds.left.map((i) => left[i]!), weights: options.weights?.left ?? ones },
    right: { labels: seeds.right.map((i) => right[i]!), weights: options.weights?.right ?? ones },
  };
  const sums = Array.from({ length: count }, () => new Float64Array(count));
  const anchors = new Float64Array(count);
  const sides = [
    [p.left, ends.left, ends.right],
    [p.right, ends.right, ends.left],
  ] as const;
  for (const [softmax, own, opposite] of sides)
    own.labels.forEach((a, i) => {
      const mass = negativeMass(softmax, i, own, opposite, count);
      const whole = mass.reduce((x, y) => x + y, 0);
      anchors[a]!++;
      for (let c = 0; c < count; c++) sums[a]![c]! += mass[c]! / whole;
    });
  return withContributions(
    sums.map((row, a) => Array.from(row, (x) => x / anchors[a]!)),
    Array.from(anchors, (n) => n / (2 * seeds.left.length)),
  );
}

interface End {
  readonly labels: Int32Array;
  readonly weights: Float32Array;
}

/** The weighted probability of anchor i's negatives, by region. */
function negativeMass({ across, within }: Softmax, i: number, own: End, opposite: End, count: number): Float64Array {
  const mass = new Float64Array(count);
  const start = i * across.cols;
  for (let j = 0; j < across.cols; j++) {
    if (j === i) continue;
    mass[opposite.labels[j]!]! += opposite.weights[j]! * across.data[start + j]!;
    mass[own.labels[j]!]! += own.weights[j]! * within.data[start + j]!;
  }
  return mass;
}

function withContributions(shares: readonly (readonly number[])[], q: readonly number[]): RepulsionShares {
  return { shares, contributions: shares.map((row, a) => row.map((m) => (q[a]! > 0 ? q[a]! * m : 0))), q };
}

export const shareOptions = optionSet('shareCurve', {
  region: option(count(0), 0, 'The region whose own share is followed'),
  shares: option(
    z.array(z.number().min(0).max(1)),
    [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7],
    'Its shares q_c of the seeds; the other regions keep their proportions',
  ),
  batch: option(count(2), 512, 'Batch size B'),
  temperature: option(z.number().positive(), 0.1, 'τ of the loss'),
  anchors: option(count(), 32, 'Anchors drawn from the region'),
  draws: option(roundCount(2), 12, 'Fresh draws of the other seeds'),
  level: option(z.number().gt(0).lt(1), 0.95, 'Level of the intervals'),
  seed: option(z.number().int(), 1, 'Draws anchors and seeds'),
});

/** Settings of {@link shareCurve}. */
export interface ShareOptions extends Options<typeof shareOptions> {}

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
  const candidates = candidatesOf(space);
  const draw = random(o.seed).fork('shares');
  const places = anchorPlaces(candidates, o.anchors, draw.fork('anchors'), o.region);
  const anchors = anchorDensities(space, candidates, places, o.temperature);
  const regionAt = regionOfPlace(candidates);
  return o.shares.map((share) => {
    const q = sharesOf(densityWith(candidates, o.region, share), candidates);
    const next = seedDraw(candidates, q, draw.fork(`q ${share}`));
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
function densityWith({ offsets }: Candidates, region: number, share: number): number[] {
  const all = sizes(offsets);
  const rest = all.reduce((s, n, c) => (c === region ? s : s + n), 0);
  return all.map((n, c) => (c === region ? share : rest > 0 ? ((1 - share) * n) / rest : 0));
}

function regionOfPlace({ entities, offsets }: Candidates): Int32Array {
  const labels = new Int32Array(entities.length);
  for (let c = 0; c + 1 < offsets.length; c++) labels.fill(c, offsets[c]!, offsets[c + 1]!);
  return labels;
}
