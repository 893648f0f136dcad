import { count, type Options, option, optionSet } from '../base/index.js';
import { type Matrix, topK } from '../compute/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { fuse, fuseOptions } from './fuse.js';

export const densityOptions = optionSet('featureDensity', {
  neighbours: option(count(), 10, 'Nearest entities that count'),
});

export interface DensityOptions extends Options<typeof densityOptions> {}

/**
 * How crowded it is around each entity: its mean cosine similarity, by the fused features, to the nearest others of its own
 * graph (the r_k of CSLS, arXiv 1710.04087, §2.3, taken within one graph).
 * @returns left: N1 values, right: N2 values, -1 … 1; 0 for an entity of which nothing is known
 */
export function featureDensity(
  task: AlignmentTask,
  options?: DensityOptions,
): { left: Float32Array; right: Float32Array } {
  const { neighbours } = densityOptions.resolve(options);
  const { left, right } = fuse(task, fuseOptions.defaults);
  return { left: crowding(left, neighbours), right: crowding(right, neighbours) };
}

function crowding(m: Matrix, neighbours: number): Float32Array {
  const k = Math.min(neighbours, m.rows - 1);
  if (k === 0) return new Float32Array(m.rows);
  const { indices, values } = topK({ left: m, right: m }, k + 1);
  return Float32Array.from({ length: m.rows }, (_, row) => {
    const first = row * (k + 1);
    const found = indices.subarray(first, first + k + 1).indexOf(row);
    // Among many equal entities the row itself may be missing from its own list: then the last one is left out.
    const skipped = found >= 0 ? found : k;
    let sum = 0;
    for (let n = 0; n <= k; n++) if (n !== skipped) sum += values[first + n]!;
    return sum / k;
  });
}
