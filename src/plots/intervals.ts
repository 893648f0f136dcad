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

/** The range of all the numbers, with a little air, so that a slider's positions share their axes. */
export function range(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = 0.06 * (high - low || 1);
  return [low - air, high + air];
}
