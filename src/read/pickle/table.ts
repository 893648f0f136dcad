import { DataError } from '../../base/index.js';
import { matrix } from '../../compute/index.js';
import type { FeatureTable } from '../../graph/index.js';
import type { Vectors } from './vectors.js';

/** A table and what of the vectors went into it. */
export interface VectorTable {
  readonly table: FeatureTable;
  /** Entities without a vector, or with one that is all zero: unknown in the table. */
  readonly without: readonly string[];
  /** Vectors of ids that the graph does not have. */
  readonly unused: number;
}

/** More numbers than these (4 GiB) are refused: one vector can stand for any number of ids in a small file. */
const mostNumbers = 2 ** 30;

/**
 * One modality's table of a graph.
 * @param ids the graph's ids, in row order
 * @throws {DataError} when no entity has a vector, or the table would take more than 4 GiB
 */
export function vectorTable({ width, byId }: Vectors, ids: readonly string[], path: string): VectorTable {
  if (ids.length * width > mostNumbers)
    throw new DataError(`${ids.length} × ${width} numbers are more than 4 GiB`, path, 'Make the vectors shorter (PCA)');
  const values = matrix(ids.length, width);
  const known = new Uint8Array(ids.length);
  ids.forEach((id, row) => {
    const vector = byId.get(id);
    if (!vector?.some((value) => value !== 0)) return;
    values.data.set(vector, row * width);
    known[row] = 1;
  });
  const without = ids.filter((_, row) => !known[row]);
  if (without.length === ids.length)
    throw new DataError('no entity has a vector here', path, "The file's ids must be those of the graph");
  return { table: { values, known }, without, unused: byId.size - ids.filter((id) => byId.has(id)).length };
}
