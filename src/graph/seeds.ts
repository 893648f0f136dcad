import { InputError } from '../base/index.js';
import type { AlignmentTask } from './task.js';

/** Pairs believed to be the same entity, best first. Rows of the left and of the right graph, one-to-one. */
export interface SeedSet {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** How sure the pair is; higher is surer. Comparable within one set only. */
  readonly score: Float32Array;
  /** The cluster a pair was drawn from, where there was one. */
  readonly cluster?: Int32Array;
  /** How much the pair counts in an aligner's loss, not negative; only proportions matter. Absent: all alike. */
  readonly weight?: Float32Array;
}

/**
 * Checks that a seed set fits a task: equally long columns, rows in range, one-to-one, finite scores.
 * @param where named in the error, e.g. the file the seeds come from
 * @throws {InputError}
 */
export function checkSeeds(seeds: SeedSet, task: AlignmentTask, where = 'seeds'): void {
  const { left, right, score, cluster, weight } = seeds;
  for (const column of [right, score, cluster ?? left, weight ?? left])
    if (column.length !== left.length)
      throw new InputError(`columns of ${left.length} and ${column.length} entries`, where, 'Columns are equally long');
  const sides = [
    ['left', left, task.left.entityCount],
    ['right', right, task.right.entityCount],
  ] as const;
  for (const [side, column, count] of sides) {
    const seen = new Uint8Array(count);
    column.forEach((entity, i) => {
      if (entity < 0 || entity >= count)
        throw new InputError(
          `${side} row ${entity} is outside 0 … ${count - 1}`,
          `${where}, pair ${i}`,
          'Check the ids',
        );
      if (seen[entity])
        throw new InputError(`${side} row ${entity} is in two pairs`, `${where}, pair ${i}`, 'Keep one');
      seen[entity] = 1;
    });
  }
  score.forEach((value, i) => {
    if (!Number.isFinite(value))
      throw new InputError(`score ${value}`, `${where}, pair ${i}`, 'Scores are finite numbers');
  });
  weight?.forEach((value, i) => {
    if (!Number.isFinite(value) || value < 0)
      throw new InputError(`weight ${value}`, `${where}, pair ${i}`, 'Weights are finite numbers, not negative');
  });
  if (weight && weight.length > 0 && !weight.some((value) => value > 0))
    throw new InputError('all weights are 0', where, 'Leave out seeds that must not count');
}
