import { type Scores, takeRows, topK } from '../../compute/index.js';

/** For each of some entities the best of the other graph, best first. */
export interface Nearest {
  /** By row of the left graph. */
  readonly ofLeft: ReadonlyMap<number, readonly number[]>;
  /** By row of the right graph. */
  readonly ofRight: ReadonlyMap<number, readonly number[]>;
}

/** The `count` best of every left and every right row that is named. */
export function nearestOf(
  { left, right, radii }: Scores,
  rows: { readonly left: Int32Array; readonly right: Int32Array },
  count: number,
): Nearest {
  const mirrored = { left: right, right: left, radii: radii && { left: radii.right, right: radii.left } };
  return {
    ofLeft: bestOf({ left, right, radii }, distinct(rows.left), count),
    ofRight: bestOf(mirrored, distinct(rows.right), count),
  };
}

function bestOf({ left, right, radii }: Scores, rows: Int32Array, count: number): Map<number, readonly number[]> {
  const own = radii && { left: Float32Array.from(rows, (row) => radii.left[row]!), right: radii.right };
  const { indices } = topK({ left: takeRows(left, rows), right, radii: own }, count);
  const width = Math.min(count, right.rows);
  return new Map(Array.from(rows, (row, i) => [row, Array.from(indices.subarray(i * width, (i + 1) * width))]));
}

const distinct = (rows: Int32Array) => Int32Array.from(new Set(rows)).sort();
