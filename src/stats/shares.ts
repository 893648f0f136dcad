/** Each part's share of the whole. */
export function shares(parts: readonly number[]): number[] {
  const whole = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / whole);
}

/** For each value above zero that occurs, rising: the share of all values (zeros too) that are at least as large. */
export function shareAtLeast(values: ArrayLike<number>): { readonly value: number; readonly share: number }[] {
  const sorted = Array.from(values).sort((a, b) => a - b);
  const occurring = [...new Set(sorted)].filter((value) => value > 0);
  return occurring.map((value) => ({ value, share: 1 - sorted.indexOf(value) / sorted.length }));
}

/** A mean of shares, or of their differences, and its interval in points: a hundred times as large. */
export const inPoints = <B extends number | null>(of: {
  readonly mean: number;
  readonly low: B;
  readonly high: B;
}) => ({
  mean: 100 * of.mean,
  low: (of.low === null ? null : 100 * of.low) as B,
  high: (of.high === null ? null : 100 * of.high) as B,
});
