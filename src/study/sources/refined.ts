import type { Work } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';
import {
  expandSeeds,
  type MadeSeeds,
  type PsqeOptions,
  psqeStages,
  refineSeeds,
  variantSeeds,
} from '../../seeds/index.js';

/** Seeds from elsewhere put through what PSQE does after stage 1. */
export async function refined(
  task: AlignmentTask,
  seeds: SeedSet,
  changes: PsqeOptions,
  work?: Work,
): Promise<MadeSeeds> {
  const stages = psqeStages(task, changes);
  const second = await refineSeeds(task, seeds, stages.refine, work);
  const third = await expandSeeds(task, second.seeds, second, stages.expand, work);
  const last = stages.variants && (await variantSeeds(task, third.seeds, stages.variants, work));
  return {
    seeds: (last ?? third).seeds,
    options: { refine: second.options, expand: third.options, variants: stages.variants },
    seconds: second.seconds + third.seconds + (last?.seconds ?? 0),
  };
}
