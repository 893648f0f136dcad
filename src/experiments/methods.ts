import type { Work } from '../base/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import { pivotSeeds, psqe } from '../seeds/index.js';

/** Seeds, how they were made, and how long it took. */
export interface MadeSeeds {
  readonly seeds: SeedSet;
  readonly options: object;
  readonly seconds: number;
}
