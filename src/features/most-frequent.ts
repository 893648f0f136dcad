/**
 * The `limit` most frequent values over all lists, each with its rank 0 … limit-1; ties go to the smaller value, so
 * that the order does not depend on the order of reading.
 */
export function mostFrequent<T extends number | string>(lists: readonly Iterable<T>[], limit: number): Map<T, number> {
  const counts = new Map<T, number>();
  for (const list of lists) for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, limit);
  return new Map(ranked.map(([value], rank) => [value, rank]));
}
