import { psqeOptions, psqeStages } from '../psqe.js';
import { refineSeeds } from '../refine.js';
import { resampleSeeds } from '../resample.js';
import { defineSeedSource } from './registry.js';

defineSeedSource({
  name: 'stage2',
  label: "PSQE's stages 1 and 2",
  options: psqeOptions,
  make: async (task, options, work) => {
    const stages = psqeStages(task, options);
    const first = await resampleSeeds(task, stages.resample, work);
    const second = await refineSeeds(task, first.seeds, stages.refine, work);
    const used = { resample: first.options, refine: second.options };
    return { seeds: second.seeds, options: used, seconds: first.seconds + second.seconds };
  },
});
