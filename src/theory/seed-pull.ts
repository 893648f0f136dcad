import { DataError } from '../base/index.js';
import { row } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { dot } from './gradient.js';
import { expectedPull, keptPull } from './pull.js';
import type { Space } from './space.js';

/** What T2 forecasts from precision and regions alone, and what the seeds have. */
export interface Forecast {
  readonly predicted: number;
  readonly measured: number;
}

/** The pull of one real seed set towards the true partners, of its clean value. */
export interface SeedPull {
  /** Seeds whose left end has a partner: the others have no true direction. */
  readonly count: number;
  readonly precision: number;
  /** Share of the wrong seeds whose right end lies in the true partner's region. */
  readonly near: number;
  readonly plain: Forecast;
  readonly tangent: Forecast;
}

/**
 * T2 on real seeds: predicted as if errors were independent of the anchor but for the regions (each region's precision,
 * and its shares of near and far errors), measured from the right ends that the seeds do have. Where a seed generator
 * errs towards look-alikes of the partner, the measured pull is above the prediction: T2's assumption does not hold.
 * @throws {DataError} without a seed whose left end has a partner
 */
export function seedPull(space: Space, seeds: Links): SeedPull {
  const { left, right, partner, regions } = space;
  const [near, far] = [keptPull(space, 'near').regions, keptPull(space, 'far').regions];
  const sum = { plain: 0, tangent: 0 };
  const counts = Array.from({ length: regions.count }, () => ({ all: 0, right: 0, near: 0, clean: 0 }));
  seeds.left.forEach((i, s) => {
    const [truth, end] = [partner[i]!, seeds.right[s]!];
    if (truth < 0) return;
    const [z, w, t] = [row(left, i), row(right, end), row(right, truth)];
    const own = dot(z, t);
    const c = counts[regions.left[i]!]!;
    c.all++;
    c.clean += 1 - own * own;
    if (end === truth) c.right++;
    else if (regions.right[end] === regions.right[truth]) c.near++;
    sum.plain += dot(w, t);
    sum.tangent += dot(w, t) - dot(z, w) * own;
  });
  const total = (key: 'all' | 'right' | 'near' | 'clean') => counts.reduce((s, c) => s + c[key], 0);
  const [count, correct] = [total('all'), total('right')];
  if (count === 0) throw new DataError('no seed has a left end with a partner', 'seedPull');
  const predicted = (key: 'plain' | 'tangent', weight: 'all' | 'clean') =>
    counts.reduce((s, c, at) => (c.all > 0 ? s + c[weight] * regionPull(c, near[at]![key], far[at]![key]) : s), 0) /
    total(weight);
  return {
    count,
    precision: correct / count,
    near: total('near') / (count - correct),
    plain: { predicted: predicted('plain', 'all'), measured: sum.plain / count },
    tangent: { predicted: predicted('tangent', 'clean'), measured: sum.tangent / total('clean') },
  };
}

interface Counts {
  readonly all: number;
  readonly right: number;
  readonly near: number;
}

function regionPull({ all, right, near }: Counts, nearRho: number, farRho: number): number {
  const wrong = all - right;
  return expectedPull(right / all, wrong > 0 ? (near * nearRho + (wrong - near) * farRho) / wrong : 0);
}
