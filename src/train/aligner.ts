import * as z from 'zod';
import { OptionError, type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { Matrix } from '../compute/index.js';
import { entityRegions } from '../features/index.js';
import { type AlignmentTask, checkSeeds, type Regions, type SeedSet } from '../graph/index.js';
import { buildModel, modelDefinition, modelInputs } from '../models/index.js';
import { embed } from './embed.js';
import { type TrainOptions, trainOptions } from './options.js';
import type { TrainWork } from './state.js';
import { train } from './train.js';

export const alignerOptions = optionSet('trainAligner', {
  model: option(z.string(), 'mclea', 'A name of `modelNames()`'),
  modelOptions: option(
    z.custom<object>((value) => typeof value === 'object' && value !== null),
    {},
    "The model's own settings, e.g. `McleaOptions` ({}: its defaults)",
  ),
  regions: option(
    z.union([z.number().int().positive(), z.custom<Regions>((value) => typeof value === 'object' && value !== null)]),
    20,
    "The regions over which a loss balances its anchors or negatives: how many clusters of the fused features, or each entity's. Used where the model's options ask for balance",
  ),
});

/** Which model, its settings, and how it is trained. */
export interface AlignerOptions extends TrainOptions, Options<typeof alignerOptions> {}

/** A trained aligner's embeddings, and all that is needed to repeat them. */
export interface AlignerResult {
  /** N1 × width, unit rows: compare left and right by dot product. */
  readonly left: Matrix;
  /** N2 × width, unit rows. */
  readonly right: Matrix;
  readonly model: string;
  readonly history: { readonly loss: readonly number[] };
  /** Every option resolved, the model's under `modelOptions`. */
  readonly options: Resolved<AlignerOptions>;
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
  work?: TrainWork,
): Promise<AlignerResult> {
  const start = performance.now();
  const { model, modelOptions, regions, ...rest } = o;
  const chosen = alignerOptions.resolve(definedOf({ model, modelOptions, regions }));
  const options = trainOptions.resolve({ ...modelDefinition(chosen.model).training, ...rest });
  checkSeeds(seeds, task);
  // The inputs (dense tables) are named nowhere: a model keeps what it needs of them, the rest can be collected.
  const aligner = buildModel(chosen.model, modelInputs(task), { options: chosen.modelOptions, seed: options.seed });
  try {
    const joint = {
      left: seeds.left,
      right: seeds.right.map((row) => row + aligner.leftCount),
      ...(seeds.weight && { weight: seeds.weight }),
      ...(aligner.wants?.balance && { regions: regionsOf(task, chosen.regions, options.seed) }),
    };
    const trained = await train(aligner, joint, options, work);
    return {
      ...embed(aligner),
      model: chosen.model,
      history: trained.history,
      options: { ...options, ...chosen, modelOptions: aligner.options },
      seedCount: trained.seeds.left.length,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    aligner.dispose();
  }
}

/** Clusters of the fused features, or the given regions. @throws {OptionError} unless they name one for each entity */
function regionsOf(task: AlignmentTask, regions: number | Regions, seed: number): Regions {
  if (typeof regions === 'number') return entityRegions(task, { clusters: regions, seed });
  const { left, right, count } = regions;
  const inside = (labels: Int32Array) => labels.every((c) => c >= 0 && c < count);
  if (
    left?.length === task.left.entityCount &&
    right?.length === task.right.entityCount &&
    inside(left) &&
    inside(right)
  )
    return regions;
  throw new OptionError(
    'the regions do not fit the task',
    'trainAligner: option "regions"',
    'Give { left, right, count }: a number from 0 to count - 1 for each entity of both graphs',
  );
}

const definedOf = <T extends object>(o: T): Partial<T> =>
  Object.fromEntries(Object.entries(o).filter(([, value]) => value !== undefined)) as Partial<T>;
