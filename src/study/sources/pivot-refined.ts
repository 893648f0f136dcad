import { defineSeedSource, type PsqeOptions, pivotSeeds, psqeOptions } from '../../seeds/index.js';
import { refined } from './refined.js';

defineSeedSource({
  name: 'pivot-refined',
  label: "image pivot through PSQE's later stages",
  options: psqeOptions,
  make: async (task, options: PsqeOptions, work) => {
    const { k, seed } = psqeOptions.resolve(options);
    const first = await pivotSeeds(task, { k, seed }, work);
    const { seeds, options: used, seconds } = await refined(task, first.seeds, options, work);
    return { seeds, options: { pivot: first.options, ...used }, seconds: first.seconds + seconds };
  },
});
