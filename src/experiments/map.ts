import { type Matrix, matrix } from '../compute/index.js';
import { fuse, fuseOptions, whiten } from '../features/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import type { SeedPart } from './seed-sets.js';

/** The left graph's entities on a plane, and which of them are seeds. */
export interface SeedMap {
  /** Coordinates by row of the left graph: the first two principal components of the fused features. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** By seed set: the left ends, and whether the pair is true (undefined without truth). */
  readonly sets: ReadonlyMap<string, { readonly rows: readonly number[]; readonly correct?: readonly boolean[] }>;
}

/** Lays the left graph's entities out on a plane by their fused features, for a figure of where seeds fall. */
export function seedMap(
  task: AlignmentTask,
  seeds: ReadonlyMap<string, SeedPart>,
  truth: GroundTruth | undefined,
): SeedMap {
  const { left } = fuse(task, fuseOptions.defaults);
  const known = new Uint8Array(left.rows).fill(1);
  const plane = whiten(centred(left), known, { dimensions: 2, whitening: 0 });
  const column = (d: number) => Array.from({ length: plane.rows }, (_, i) => Number(plane.data[2 * i + d]!.toFixed(4)));
  const partner = truth?.rightOf(task.left.entityCount);
  const sets = [...seeds].map(
    ([
      name,
      {
        seeds: { left: rows, right },
      },
    ]) => {
      const correct = partner && Array.from(rows, (row, i) => partner[row] === right[i]);
      return [name, { rows: [...rows], correct }] as const;
    },
  );
  return { x: column(0), y: column(1), sets: new Map(sets) };
}

function centred(m: Matrix): Matrix {
  const mean = new Float64Array(m.cols);
  for (let at = 0; at < m.data.length; at++) mean[at % m.cols]! += m.data[at]! / m.rows;
  return matrix(
    m.rows,
    m.cols,
    m.data.map((value, at) => value - mean[at % m.cols]!),
  );
}
