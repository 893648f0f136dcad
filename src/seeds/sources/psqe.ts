import { type PsqeOptions, psqe, psqeOptions } from '../psqe.js';
import { defineSeedSource, onlySeeds } from './registry.js';

/** The whole chain; a stage's time counts from the start of the chain. */
defineSeedSource({
  name: 'psqe',
  label: 'PSQE',
  options: psqeOptions,
  make: async (task, options: PsqeOptions, work) => {
    const whole = await psqe(task, options, work);
    const { resample, refine, expand } = whole.stages;
    const stage2 = {
      seeds: refine.seeds,
      options: { resample: resample.options, refine: refine.options },
      seconds: resample.seconds + refine.seconds,
    };
    const stage3 = {
      seeds: expand.seeds,
      options: { ...whole.options, variants: null },
      seconds: stage2.seconds + expand.seconds,
    };
    return { ...onlySeeds(whole), parts: { stage1: onlySeeds(resample), stage2, stage3 } };
  },
});
