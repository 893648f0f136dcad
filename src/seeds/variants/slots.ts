import type { Matrix } from 'ml-matrix';
import { munkres } from 'munkres';
import type { Random } from '../../compute/index.js';

/** Classes of one size and graph, their members in an order that means the same in every class. */
export interface Slots {
  /** For each class, which member stands in each slot. */
  readonly member: readonly (readonly number[])[];
  /** k × d: what the classes' differences are in each slot, in the mean. */
  readonly means: Matrix;
  /** Share of all differences' squares that the slots' means explain; 1: every class differs in the same way. */
  readonly coherence: number;
}

const starts = 6;
const most = 30;

/**
 * Brings the members of many classes into one common order by how they differ from their class's mean: each class is
 * assigned to the slots' means, which follow from the classes, from several first classes; the most coherent wins.
 * @param sets C matrices k × d of differences
 */
export function commonSlots(sets: readonly Matrix[], draw: Random): Slots {
  const total = sets.reduce((sum, set) => sum + set.norm('frobenius') ** 2, 0);
  const found = Array.from(draw.permutation(sets.length).subarray(0, starts), (first) => settle(sets, sets[first]!));
  const energies = found.map(({ means }) => sets.length * means.norm('frobenius') ** 2);
  const at = energies.indexOf(Math.max(...energies));
  return { ...found[at]!, coherence: total > 0 ? energies[at]! / total : 0 };
}

function settle(sets: readonly Matrix[], first: Matrix): { means: Matrix; member: number[][] } {
  let means = first;
  let member: number[][] = [];
  for (let step = 0; step < most; step++) {
    const next = sets.map((set) => assignment(means.mmul(set.transpose())));
    if (next.every((order, c) => order.every((m, slot) => m === member[c]?.[slot]))) break;
    member = next;
    means = sets
      .map((set, c) => inOrder(set, member[c]!))
      .reduce((sum, set) => sum.add(set))
      .div(sets.length);
  }
  return { means, member };
}

/** The rows in the order given, copied. */
export const inOrder = (set: Matrix, order: readonly number[]): Matrix =>
  set.subMatrixRow([...order], 0, set.columns - 1);

/** For each row its column in the one-to-one assignment of the greatest sum (square). */
export function assignment(gain: Matrix): number[] {
  const columns = new Array<number>(gain.rows).fill(0);
  for (const [i, j] of munkres(gain.to2DArray().map((line) => line.map((x) => -x)))) columns[i] = j;
  return columns;
}
