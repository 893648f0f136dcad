/** The region (cluster, stratum) that each entity of both graphs belongs to, 0 … count-1. */
export interface Regions {
  /** N1 numbers. */
  readonly left: Int32Array;
  /** N2 numbers. */
  readonly right: Int32Array;
  readonly count: number;
}

/** How many of the rows each region has. @param rows all rows of `labels` when not given */
export function regionSizes(labels: Int32Array, count: number, rows?: Int32Array): Float64Array {
  const sizes = new Float64Array(count);
  if (rows) for (const row of rows) sizes[labels[row]!]!++;
  else for (const label of labels) sizes[label]!++;
  return sizes;
}

/**
 * The quartile of degree of each entity, 0 (sparsest) … 3. Cuts are the values at a quarter, a half and three quarters
 * of the sorted degrees; equal degrees are in one quartile, so with many ties quartiles are unequal.
 */
export function degreeQuartiles(degrees: ArrayLike<number>): Int32Array {
  const sorted = Float64Array.from(degrees).sort();
  const cuts = [0.25, 0.5, 0.75].map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!);
  return Int32Array.from(degrees, (degree) => cuts.filter((cut) => degree > cut).length);
}
