import type { Work } from '../base/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import {
  type PsqeOptions,
  pivotCsls,
  pivotSeeds,
  psqe,
  psqeStages,
  refineSeeds,
  resampleSeeds,
} from '../seeds/index.js';
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
  /** Changes to PSQE's own settings. */
  readonly psqe?: PsqeOptions;
}

type Make = (task: AlignmentTask, o: MakeOptions, work?: Work) => Promise<MadeSeeds>;

const only = ({ seeds, options, seconds }: MadeSeeds): MadeSeeds => ({ seeds, options, seconds });

const stageOptions = (task: AlignmentTask, { k, seed, psqe: changes }: MakeOptions) =>
  psqeStages(task, { ...changes, k, seed });

const stage1: Make = (task, o, work) => resampleSeeds(task, stageOptions(task, o).resample, work);

const stage2: Make = async (task, o, work) => {
  const first = await stage1(task, o, work);
  const second = await refineSeeds(task, first.seeds, stageOptions(task, o).refine, work);
  const options = { resample: first.options, refine: second.options };
  return { seeds: second.seeds, options, seconds: first.seconds + second.seconds };
};

const chain = (task: AlignmentTask, { k, seed, psqe: changes }: MakeOptions, work?: Work) =>
  psqe(task, { ...changes, k, seed }, work);

const methods: Record<SeedMethod, Make> = {
  pivot: (task, { k, seed }, work) => pivotSeeds(task, { k, seed }, work),
  'pivot-csls': (task, { k, seed }, work) => pivotSeeds(task, { ...pivotCsls, k, seed }, work),
  stage1,
  stage2,
  stage3: chain, // the chain ends with stage 3
  psqe: chain,
  reference: (task, { k, seed }, work) => psqe(task, { k, seed, preset: 'reference' }, work),
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
  const whole = await chain(task, o, work);
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
