import * as z from 'zod';
import { optionSet, type Work } from '../base/index.js';
import type { Matrix } from '../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../graph/index.js';
import { buildModel, modelDefinition, modelInputs } from '../models/index.js';
import { embed } from './embed.js';
import { type TrainOptions, trainOptions } from './options.js';
import { train } from './train.js';

/** Which model, its settings, and how it is trained. */
export interface AlignerOptions extends TrainOptions {
  /** A name of `modelNames()` ('mclea'). */
  readonly model?: string;
  /** The model's own settings, e.g. `McleaOptions` ({}: its defaults). */
  readonly modelOptions?: object;
}

const alignerOptions = optionSet<Pick<AlignerOptions, 'model' | 'modelOptions'>>('trainAligner', {
  model: z.string().default('mclea'),
  modelOptions: z.looseObject({}).default({}),
});

/** A trained aligner's embeddings, and all that is needed to repeat them. */
export interface AlignerResult {
  /** N1 × width, unit rows: compare left and right by dot product. */
  readonly left: Matrix;
  /** N2 × width, unit rows. */
  readonly right: Matrix;
  readonly model: string;
  readonly history: { readonly loss: readonly number[] };
  /** Every option resolved, the model's under `modelOptions`. */
  readonly options: Required<AlignerOptions>;
  /** Seeds in use at the end. */
  readonly seedCount: number;
  readonly seconds: number;
}

/**
 * Trains a fresh aligner on the seeds and embeds all entities.
 * @throws OptionError, InputError (seeds that do not fit the task), DataError, AbortedError
 */
export async function trainAligner(
  task: AlignmentTask,
  seeds: SeedSet,
  o: AlignerOptions = {},
  work?: Work,
): Promise<AlignerResult> {
  const start = performance.now();
  const { model: name, modelOptions, ...rest } = o;
  const chosen = alignerOptions.resolve({ ...(name && { model: name }), ...(modelOptions && { modelOptions }) });
  const options = trainOptions.resolve({ ...modelDefinition(chosen.model).training, ...rest });
  checkSeeds(seeds, task);
  // The inputs (dense tables) are named nowhere: a model keeps what it needs of them, the rest can be collected.
  const model = buildModel(chosen.model, modelInputs(task), { options: chosen.modelOptions, seed: options.seed });
  try {
    const joint = { left: seeds.left, right: seeds.right.map((row) => row + model.leftCount) };
    const trained = await train(model, joint, options, work);
    return {
      ...embed(model),
      model: chosen.model,
      history: trained.history,
      options: { ...options, model: chosen.model, modelOptions: model.options },
      seedCount: trained.seeds.left.length,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    model.dispose();
  }
}
