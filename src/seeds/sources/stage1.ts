import { psqeOptions, psqeStages } from '../psqe.js';
import { resampleSeeds } from '../resample.js';
import { defineSeedSource, onlySeeds } from './registry.js';

defineSeedSource({
  name: 'stage1',
  label: "PSQE's stage 1",
  options: psqeOptions,
  make: async (task, options, work) => onlySeeds(await resampleSeeds(task, psqeStages(task, options).resample, work)),
});
