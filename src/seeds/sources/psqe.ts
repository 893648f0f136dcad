import { type Options, optionSet } from '../../base/index.js';
import { type PsqeOptions, type PsqeResult, psqe, psqeOptions, psqeStages } from '../psqe.js';
import { refineSeeds } from '../refine.js';
import { resampleSeeds } from '../resample.js';
import { fields } from '../stage.js';
import { defineSeedSource, type MadeSeeds } from './registry.js';

const only = ({ seeds, options, seconds }: MadeSeeds): MadeSeeds => ({ seeds, options, seconds });

/** The whole chain; a stage's time counts from the start of the chain. */
const whole = (result: PsqeResult): MadeSeeds => {
  const { resample, refine } = result.stages;
  const stage2 = {
    seeds: refine.seeds,
    options: { resample: resample.options, refine: refine.options },
    seconds: resample.seconds + refine.seconds,
  };
  return { ...only(result), parts: { stage1: only(resample), stage2 } };
};

export const psqeSource = defineSeedSource({
  name: 'psqe',
  label: 'PSQE',
  options: psqeOptions,
  also: ['stage3'], // the chain ends with stage 3
  make: async (task, options: PsqeOptions, work) => whole(await psqe(task, options, work)),
});

export const stage1Source = defineSeedSource({
  name: 'stage1',
  label: "PSQE's stage 1",
  options: psqeOptions,
  make: async (task, options, work) => only(await resampleSeeds(task, psqeStages(task, options).resample, work)),
});

export const stage2Source = defineSeedSource({
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

const referenceOptions = optionSet('reference', { k: fields.k, seed: fields.seed });

export const referenceSource = defineSeedSource({
  name: 'reference',
  label: "the public code's settings",
  options: referenceOptions,
  make: async (task, options: Options<typeof referenceOptions>, work) =>
    only(await psqe(task, { ...options, preset: 'reference' }, work)),
});
