import { type Matrix, takeRows } from '../compute/index.js';
import { fuse, fusedModalities, propagateFused } from '../features/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { taskWeights, type Weights } from './weights.js';

/** A vector an entity of both graphs; the dot product of a left and a right one is their similarity. */
export interface Sides {
  readonly left: Matrix;
  readonly right: Matrix;
}

/**
 * The fused raw features of both graphs (see `fuse`), names in the image's place where there are no pictures.
 * @param o `propagate`: the fused rows and so many layers of their neighbours' (see `propagate`), none: they alone
 */
export function rawSides(
  task: AlignmentTask,
  o: { readonly weights: Weights; readonly missing: 'spread' | 'zero'; readonly propagate?: number },
): Sides {
  const fused = { weights: taskWeights(task, o.weights), missing: o.missing };
  return o.propagate ? propagateFused(task, { ...fused, layers: o.propagate }) : fuse(task, fused);
}

/**
 * Refuses weights that leave nothing to compare before any work is done.
 * @throws {OptionError} for a weight of an unknown modality, {@link DataError} when no modality is left
 */
export function checkWeights(task: AlignmentTask, weights: Weights): void {
  fusedModalities(task, taskWeights(task, weights));
}

/** The rows of each side that are not all zero: entities of which something is known. */
export function knownRows({ left, right }: Sides): { left: Int32Array; right: Int32Array } {
  return { left: nonZeroRows(left), right: nonZeroRows(right) };
}

/** The given rows of each side. */
export function subSides(sides: Sides, rows: { left: Int32Array; right: Int32Array }): Sides {
  const take = (m: Matrix, r: Int32Array) => (r.length === m.rows ? m : takeRows(m, r));
  return { left: take(sides.left, rows.left), right: take(sides.right, rows.right) };
}

function nonZeroRows({ data, rows, cols }: Matrix): Int32Array {
  const kept: number[] = [];
  for (let i = 0; i < rows; i++)
    for (let at = i * cols; at < (i + 1) * cols; at++)
      if (data[at] !== 0) {
        kept.push(i);
        break;
      }
  return Int32Array.from(kept);
}
