import * as z from 'zod';
import { type OptionsFrom, option, type Resolved } from '../../base/index.js';
import type { Matrix } from '../../compute/index.js';
import { fuse, fuseOptions } from '../../features/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import type { EmbeddingBlock } from '../model.js';

/** A row an entity of both graphs; the dot product of a left and a right one is their similarity. */
export interface EmbeddedSides {
  readonly left: Matrix;
  readonly right: Matrix;
  /** What stands side by side in the rows, in the order of their columns; absent where it is not known. */
  readonly blocks?: readonly EmbeddingBlock[] | undefined;
}

/** How the given features become one row an entity: the options of `fuse`. */
export const fusedFields = {
  weights: option(
    z.record(z.string(), z.number().nonnegative()),
    fuseOptions.defaults.weights as Record<string, number>,
    "Weight of each modality's block; one that is not named has none",
  ),
  missing: option(
    z.enum(['spread', 'zero']),
    'spread',
    'What becomes of the weight of a modality that an entity lacks, see `fuse`',
  ),
};

/** The given features, fused. */
export const fusedRows = (task: AlignmentTask, o: Resolved<OptionsFrom<typeof fusedFields>>): EmbeddedSides =>
  fuse(task, { weights: o.weights, missing: o.missing });
