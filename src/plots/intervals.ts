import type { Json } from './figure.js';

/** An interval as Plotly's error bar around its mean. */
export const bars = (
  intervals: readonly { readonly mean: number; readonly low: number; readonly high: number }[],
): Json => ({
  type: 'data',
  symmetric: false,
  array: intervals.map(({ mean, high }) => high - mean),
  arrayminus: intervals.map(({ mean, low }) => mean - low),
  thickness: 1.2,
  width: 3,
});

/** An interval of shares, or of differences of shares, in points: a hundred times as large. */
export const inPoints = <B extends number | null>(of: {
  readonly mean: number;
  readonly low: B;
  readonly high: B;
}) => ({
  mean: 100 * of.mean,
  low: (of.low === null ? null : 100 * of.low) as B,
  high: (of.high === null ? null : 100 * of.high) as B,
});

/** The range of all the numbers, with a little air, so that a slider's positions share their axes. */
export function range(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = 0.06 * (high - low || 1);
  return [low - air, high + air];
}
