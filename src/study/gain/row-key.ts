import type { AlignmentTask } from '../../graph/index.js';
import { modelDefinition } from '../../models/index.js';
import { type PsqeOptions, psqeOptions, psqeStages, seedSource, takes } from '../../seeds/index.js';
import { type AlignerOptions, trainOptions } from '../../train/index.js';
import { reachedCode } from '../code/reached-code.js';
import { keyOf, type RecordKey } from '../key.js';
import type { Ablation } from './ablations.js';
import { alignerOf, type GainPair, gainSplit, sourceOptions } from './run.js';

/** What every row runs: the study's own run, splits, training, measures of the seeds, tests. */
const always = [
  'study/gain/run.js#',
  'study/seed-maker.js#',
  'compute/index.js#random',
  'evaluate/index.js#evaluateAlignment',
  'evaluate/index.js#partnerRanks',
  'evaluate/index.js#rankMetrics',
  'evaluate/index.js#seedQuality',
  'evaluate/index.js#splitLinks',
  'match/index.js#matchEntities',
  'train/index.js#trainAligner',
];

/** The code that a row's numbers come from. @throws {InputError} as {@link reachedCode} */
export const rowCode = (
  { source, size }: Pick<Ablation, 'source' | 'size'>,
  { model = 'mclea', beside = [] }: AlignerOptions,
) => reachedCode(always, { sources: [source, ...(size === undefined ? [] : [size])], model, beside });

/**
 * What a run of the row depends on now, whatever its random seed.
 * @throws {InputError} where the code is not compiled as it stands, or TypeScript is missing
 */
export async function rowKey(pair: GainPair, row: Ablation, aligner: string): Promise<RecordKey> {
  const { task, truth } = pair;
  const code = (await rowCode(row, alignerOf(row, aligner))).hash;
  return keyOf({ task, truth, options: resolved(pair, row, aligner), code });
}

/** The row's options; links are those that random seed 1 draws. */
function resolved({ task, truth, k }: GainPair, row: Ablation, aligner: string) {
  const { source, size, weighted } = row;
  const given = sourceOptions(row, { k, seed: 1, train: gainSplit(truth).train });
  const { model = 'mclea', modelOptions, regions, beside, besideLeast, ...training } = alignerOf(row, aligner);
  const definition = modelDefinition(model);
  return {
    row: { source, size, weighted, k },
    source: resolvedSource(task, source, given),
    ...(size !== undefined && { size: resolvedSource(task, size, { k, seed: 1 }) }),
    aligner: {
      model,
      regions,
      ...(beside && beside.length > 0 && { beside, ...(besideLeast && { besideLeast }) }),
      training: trainOptions.resolve({ ...definition.training, ...training, seed: 1 }),
    },
    model: definition.options.resolve(modelOptions ?? {}),
  };
}

/** A source's options as it resolves them; those of PSQE with every stage's. */
function resolvedSource(task: AlignmentTask, name: string, given: object): object {
  const source = seedSource(name);
  if ((source.options as object) === psqeOptions) {
    // Weights that a run learns are not known before it: that they are learned is what counts.
    if ((given as PsqeOptions).weights !== 'learned') return psqeStages(task, given);
    return { ...psqeStages(task, { ...given, weights: null }), weights: 'learned' };
  }
  return source.options.resolve(Object.fromEntries(Object.entries(given).filter(([option]) => takes(source, option))));
}
