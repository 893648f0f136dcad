import ttest from 'ttest';
import { DataError } from '../base/index.js';
import { random } from '../compute/index.js';

/** The mean of a list, summed from its beginning. */
export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** A mean with an interval that covers the true one in `level` of all cases. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly count: number;
}

/**
 * Mean of independent runs with Student's t interval (few runs, e.g. 5 random seeds).
 * @throws DataError for fewer than two values
 */
export function meanInterval(values: ArrayLike<number>, options: { readonly level?: number } = {}): Interval {
  const { level = 0.95 } = options;
  const count = values.length;
  if (count < 2) throw new DataError(`${count} value(s): an interval needs two`, 'meanInterval', 'Run more seeds');
  const all = Array.from(values);
  const [low, high] = ttest(all, { alpha: 1 - level }).confidence() as [number, number];
  return { mean: mean(all), low, high, level, count };
}

/**
 * Mean of `a − b` over runs that belong together (same random seed), with its t interval and two-sided p value of
 * "no difference" (null when all differences are equal).
 * @throws DataError for lists of unequal length, or fewer than two pairs
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: { readonly level?: number } = {},
): Interval & { readonly p: number | null } {
  if (a.length !== b.length)
    throw new DataError(`${a.length} and ${b.length} values`, 'pairedDifference', 'Give pairs');
  const differences = Array.from(a, (x, i) => x - b[i]!);
  const interval = meanInterval(differences, options);
  const p = differences.some((d) => d !== differences[0]) ? ttest(differences).pValue() : null;
  return { ...interval, p };
}

/** A mean over random seeds with its 95 % interval; null bounds for one run. */
export interface Estimate {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Of differences: two-sided p value of "no difference"; null for one run, or where all differences are equal. */
  readonly p?: number | null;
}

/** Mean and 95 % interval of some values, or of their paired differences from others. */
export function estimate(values: readonly number[], less?: readonly number[]): Estimate {
  if (values.length < 2) return { mean: values[0]! - (less?.[0] ?? 0), low: null, high: null };
  if (!less) {
    const { mean, low, high } = meanInterval(values);
    return { mean, low, high };
  }
  const { mean, low, high, p } = pairedDifference(values, less);
  return { mean, low, high, p };
}

/**
 * p values corrected for being several, after Holm (Scandinavian Journal of Statistics 6, 1979): of the kept ones those below α
 * hold together with at most α chance of any false one. null stays null and counts for nothing.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p || a.at - b.at);
  const out: (number | null)[] = ps.map(() => null);
  let least = 0;
  order.forEach(({ p, at }, i) => {
    least = Math.max(least, Math.min(1, p * (order.length - i)));
    out[at] = least;
  });
  return out;
}

/**
 * Mean over many queries (hits, reciprocal ranks) with the percentile bootstrap's interval; `values` may be the
 * paired differences of two aligners on the same test links.
 * @throws DataError without values
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  options: { readonly level?: number; readonly draws?: number; readonly seed?: number } = {},
): Interval {
  const { level = 0.95, draws = 2000, seed = 1 } = options;
  const count = values.length;
  if (count === 0) throw new DataError('no values', 'bootstrapInterval');
  const generator = random(seed).fork('bootstrap');
  const meanOf = (pick: (i: number) => number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[pick(i)]!;
    return sum / count;
  };
  const means = Float64Array.from({ length: draws }, () => meanOf(() => generator.integer(count))).sort();
  const at = (share: number) => means[Math.min(draws - 1, Math.max(0, Math.round(share * (draws - 1))))]!;
  return { mean: meanOf((i) => i), low: at((1 - level) / 2), high: at((1 + level) / 2), level, count };
}
