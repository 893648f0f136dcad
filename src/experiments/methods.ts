import type { Work } from '../base/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import { pivotCsls, pivotSeeds, presets, psqe, refineSeeds, resampleSeeds } from '../seeds/index.js';
import type { SeedMethod } from './seed-methods.js';

/** Seeds, how they were made, and how long it took. */
export interface MadeSeeds {
  readonly seeds: SeedSet;
  readonly options: object;
  readonly seconds: number;
}

/** Number of seeds and the source of randomness. */
export interface MakeOptions {
  readonly k: number;
  readonly seed: number;
}

type Make = (task: AlignmentTask, o: MakeOptions, work?: Work) => Promise<MadeSeeds>;

const only = ({ seeds, options, seconds }: MadeSeeds): MadeSeeds => ({ seeds, options, seconds });

/** Stages 1 and 2 of the default PSQE, one after the other. */
const stage2: Make = async (task, { k, seed }, work) => {
  const o = presets.default.stages({ k, seed, weights: presets.default.weights });
  const first = await resampleSeeds(task, o.resample, work);
  const second = await refineSeeds(task, first.seeds, o.refine, work);
  const options = { resample: first.options, refine: second.options };
  return { seeds: second.seeds, options, seconds: first.seconds + second.seconds };
};

const methods: Record<SeedMethod, Make> = {
  psqe: (task, { k, seed }, work) => psqe(task, { k, seed }, work),
  reference: (task, { k, seed }, work) => psqe(task, { k, seed, preset: 'reference' }, work),
  pivot: (task, { k, seed }, work) => pivotSeeds(task, { k, seed }, work),
  'pivot-csls': (task, { k, seed }, work) => pivotSeeds(task, { ...pivotCsls, k, seed }, work),
  stage1: (task, o, work) =>
    resampleSeeds(task, presets.default.stages({ ...o, weights: presets.default.weights }).resample, work),
  stage2,
  // The chain ends with stage 3.
  stage3: (task, { k, seed }, work) => psqe(task, { k, seed }, work),
};

/** Makes one seed set by the name of its method. */
export async function makeSeeds(
  task: AlignmentTask,
  { method, ...o }: MakeOptions & { readonly method: SeedMethod },
  work?: Work,
): Promise<MadeSeeds> {
  return only(await methods[method](task, o, work));
}

/** PSQE with what its stages made on the way; a stage's time counts from the start of the chain. */
export async function makeStages(
  task: AlignmentTask,
  o: MakeOptions,
  work?: Work,
): Promise<Record<'stage1' | 'stage2' | 'psqe', MadeSeeds>> {
  const whole = await psqe(task, { k: o.k, seed: o.seed }, work);
  const { resample, refine } = whole.stages;
  return {
    stage1: only(resample),
    stage2: {
      seeds: refine.seeds,
      options: { resample: resample.options, refine: refine.options },
      seconds: resample.seconds + refine.seconds,
    },
    psqe: only(whole),
  };
}
