import { DataError, OptionError } from '../base/index.js';
import { type Matrix, normalizeRows, type Random, row } from '../compute/index.js';
import type { Regions } from '../graph/index.js';

/** Unit embeddings of both graphs' entities, and what an experiment knows of them. */
export interface Space {
  /** N1 × width, unit rows. */
  readonly left: Matrix;
  /** N2 × width, unit rows. */
  readonly right: Matrix;
  /** The true partner of each left entity, -1 where there is none. */
  readonly partner: Int32Array;
  readonly regions: Regions;
}

/** A space from embeddings of any length. @throws {DataError} for sizes that do not fit */
export function space(parts: Space): Space {
  const { left, right, partner, regions } = parts;
  if (partner.length !== left.rows || regions.left.length !== left.rows || regions.right.length !== right.rows)
    throw new DataError(
      'embeddings, partners and regions are of different sizes',
      'theory: space',
      'Give one an entity',
    );
  return { ...parts, left: normalizeRows(left), right: normalizeRows(right) };
}

/** Left entities that have a partner, by the region of theirs. */
export function linkedByRegion({ partner, regions }: Space): Int32Array[] {
  const lists: number[][] = Array.from({ length: regions.count }, () => []);
  partner.forEach((to, i) => {
    if (to >= 0) lists[regions.left[i]!]!.push(i);
  });
  return lists.map((list) => Int32Array.from(list));
}

/**
 * All left entities that have a partner, ordered by their region, for batches of `batch` of them.
 * @throws {OptionError} when there are fewer
 */
export function linkedRows(space: Space, batch: number, component: string): Int32Array {
  const rows = Int32Array.from(linkedByRegion(space).flatMap((list) => [...list]));
  if (batch <= rows.length) return rows;
  throw new OptionError(
    `${batch} pairs a batch, but ${rows.length} entities have a partner`,
    `${component}: option "batch"`,
    `Give a whole number from 2 to ${rows.length}`,
  );
}

/** The sum of the rows of each region: regions × width, in double precision. */
export function regionSums(m: Matrix, labels: Int32Array, count: number): Float64Array[] {
  const sums = Array.from({ length: count }, () => new Float64Array(m.cols));
  labels.forEach((c, i) => {
    const x = row(m, i);
    for (let j = 0; j < m.cols; j++) sums[c]![j]! += x[j]!;
  });
  return sums;
}

/** One of the values, evenly. */
export function pick(values: ArrayLike<number>, draw: Random): number {
  return values[draw.integer(values.length)]!;
}

/** `count` different ones of the values. */
export function sample(values: Int32Array, count: number, draw: Random): Int32Array {
  const order = draw.permutation(values.length).subarray(0, count);
  return order.map((i) => values[i]!);
}
