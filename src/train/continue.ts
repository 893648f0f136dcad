import { OptionError, type Resolved } from '../base/index.js';
import { entityRegions } from '../features/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { buildModel, type Model, modelInputs } from '../models/index.js';
import type { AlignerResult } from './aligner.js';
import { viewsBeside } from './beside.js';
import { embed } from './embed.js';
import type { AlignerOptions } from './options.js';
import type { TrainWork } from './state.js';
import { train } from './train.js';
import { sideBySide, untrainedModels } from './untrained.js';
import { type FormerRows, type ModelWeights, setWeights, weightsOf } from './weights.js';

/** An aligner as an earlier training left it, for a later task. */
export interface TrainedBefore {
  readonly weights: ModelWeights;
  readonly former: FormerRows;
  /** Of the earlier training, resolved. */
  readonly options: Resolved<AlignerOptions>;
}

/** Embeddings of all entities of the later task, and the weights that gave them. */
export interface ContinuedAligner extends Pick<AlignerResult, 'left' | 'right' | 'blocks'> {
  readonly weights: ModelWeights;
}

/**
 * Goes on with an aligner on a later task: its weights are taken over, trained for some more epochs on the seeds, and
 * embed all entities, with the same views beside them.
 * @param epochs 0: nothing is trained; seeds then only make the views beside
 * @throws {InputError} for weights of another model or other features, OptionError for regions of one's own
 */
export async function continueAligner(
  task: AlignmentTask,
  seeds: SeedSet,
  { weights, former, options }: TrainedBefore,
  epochs: number,
  work?: TrainWork,
): Promise<ContinuedAligner> {
  checkSeeds(seeds, task);
  const { model, modelOptions, regions, beside, besideLeast, ...training } = options;
  const others = untrainedModels(beside);
  const aligner = buildModel(model, modelInputs(task), { options: modelOptions, seed: options.seed });
  try {
    setWeights(aligner, weights, former, task);
    if (epochs > 0)
      await train(
        aligner,
        {
          ...jointSeeds(aligner, seeds),
          ...(aligner.wants?.balance && { regions: regionsOf(task, regions, options) }),
        },
        { ...training, epochs, iterative: false, checkpoint: null, resume: false },
        work,
      );
    const views = await viewsBeside(task, seeds, others, { seed: options.seed, least: besideLeast }, work);
    return { ...sideBySide([embed(aligner), ...views]), weights: weightsOf(aligner) };
  } finally {
    aligner.dispose();
  }
}

const jointSeeds = ({ leftCount, wants }: Model, { left, right, weight }: SeedSet) => ({
  left,
  right: right.map((row) => row + leftCount),
  ...(weight && wants?.weights && { weight }),
});

function regionsOf(task: AlignmentTask, regions: AlignerOptions['regions'], { seed }: Resolved<AlignerOptions>) {
  if (typeof regions === 'number') return entityRegions(task, { clusters: regions, seed });
  throw new OptionError(
    'regions of your own are those of the earlier entities',
    'trainAligner: option "regions"',
    'Align anew, or let them be made: give their number',
  );
}
