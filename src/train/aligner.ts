import { OptionError, type Resolved, steps } from '../base/index.js';
import type { Matrix } from '../compute/index.js';
import { entityRegions } from '../features/index.js';
import { type AlignmentTask, checkSeeds, type Regions, type SeedSet, taskFingerprint } from '../graph/index.js';
import { buildModel, type EmbeddingBlock, modelDefinition, modelInputs } from '../models/index.js';
import { viewsBeside } from './beside.js';
import { embed } from './embed.js';
import { type AlignerOptions, alignerOptions, trainOptions } from './options.js';
import type { TrainWork } from './state.js';
import { train } from './train.js';
import { embedUntrained, type NamedSides, sideBySide, untrainedModels } from './untrained.js';

/** A trained aligner's embeddings, and all that is needed to repeat them. */
export interface AlignerResult {
  /** N1 × width, unit rows: compare left and right by dot product. */
  readonly left: Matrix;
  /** N2 × width, unit rows. */
  readonly right: Matrix;
  /** What stands side by side in the rows, in the order of their columns: modalities, the structure, views `beside`. */
  readonly blocks: readonly EmbeddingBlock[];
  readonly model: string;
  readonly history: { readonly loss: readonly number[] };
  /** Every option resolved, the model's under `modelOptions`. */
  readonly options: Resolved<AlignerOptions>;
  /** Seeds in use at the end. */
  readonly seedCount: number;
  readonly seconds: number;
}

/**
 * Trains a fresh aligner on the seeds and embeds all entities. A model without training (`raw`, `seu`, `labels`, `lightea`) embeds them at
 * once: `epochs` is 0 in the result, whatever was asked for.
 * @throws OptionError, InputError (seeds that do not fit the task), DataError, AbortedError
 */
export async function trainAligner(
  task: AlignmentTask,
  seeds: SeedSet,
  options: AlignerOptions = {},
  work?: TrainWork,
): Promise<AlignerResult> {
  const start = performance.now();
  const { model, modelOptions, regions, beside, besideLeast, ...rest } = options;
  const chosen = alignerOptions.resolve({ model, modelOptions, regions, beside, besideLeast });
  const o = trainOptions.resolve({ ...modelDefinition(chosen.model).training, ...rest });
  checkSeeds(seeds, task);
  const definition = modelDefinition(chosen.model);
  const others = untrainedModels(chosen.beside);
  const besideIt: Beside = async (own) =>
    sideBySide([own, ...(await viewsBeside(task, seeds, others, { seed: o.seed, least: chosen.besideLeast }, work))]);
  if (definition.embed) return untrained(task, seeds, { ...o, ...chosen }, besideIt, work);
  // The inputs (dense tables) are named nowhere: a model keeps what it needs of them, the rest can be collected.
  const aligner = buildModel(chosen.model, modelInputs(task), { options: chosen.modelOptions, seed: o.seed });
  try {
    const joint = {
      left: seeds.left,
      right: seeds.right.map((row) => row + aligner.leftCount),
      ...(seeds.weight && { weight: seeds.weight }),
      ...(o.checkpoint !== null && { data: taskFingerprint(task) }),
      ...(aligner.wants?.balance && { regions: regionsOf(task, chosen.regions, o.seed) }),
    };
    const trained = await train(aligner, joint, o, work);
    return {
      ...(await besideIt(embed(aligner))),
      model: chosen.model,
      history: trained.history,
      options: { ...o, ...chosen, modelOptions: aligner.options },
      seedCount: trained.seeds.left.length,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    aligner.dispose();
  }
}

/** Puts the views that are wanted beside an aligner's embeddings. */
type Beside = (own: NamedSides) => Promise<NamedSides>;

/** Embeds with a model that has nothing to train; the result says 0 epochs. */
async function untrained(
  task: AlignmentTask,
  seeds: SeedSet,
  o: Resolved<AlignerOptions>,
  besideIt: Beside,
  work?: TrainWork,
): Promise<AlignerResult> {
  const start = performance.now();
  const definition = modelDefinition(o.model);
  if (seeds.weight)
    throw new OptionError(`"${o.model}" does not weigh seeds`, 'trainAligner: seed weights', 'Leave them out');
  const modelOptions = definition.options.resolve(o.modelOptions);
  const tell = steps(work, `embed ${o.model}`, 1);
  await tell(0, 'nothing is trained: epochs and other options of training are not used');
  const own = embedUntrained(task, seeds, definition, { modelOptions, seed: o.seed });
  await tell(1);
  return {
    ...(await besideIt(own)),
    ...{ model: o.model, history: { loss: [] } },
    options: { ...o, epochs: 0, checkpoint: null, resume: false, modelOptions },
    seedCount: seeds.left.length,
    seconds: (performance.now() - start) / 1000,
  };
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
