import type { Work } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';
import { expandSeeds, type MadeSeeds, type PsqeOptions, psqeStages, refineSeeds } from '../../seeds/index.js';

/** Seeds from elsewhere put through PSQE's stages 2 and 3. */
export async function refined(
  task: AlignmentTask,
  seeds: SeedSet,
  changes: PsqeOptions,
  work?: Work,
): Promise<MadeSeeds> {
  const stages = psqeStages(task, changes);
  const second = await refineSeeds(task, seeds, stages.refine, work);
  const third = await expandSeeds(task, second.seeds, second, stages.expand, work);
  return {
    seeds: third.seeds,
    options: { refine: second.options, expand: third.options },
    seconds: second.seconds + third.seconds,
  };
}
