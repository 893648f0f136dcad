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
