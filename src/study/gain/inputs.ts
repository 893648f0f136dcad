import { createHash } from 'node:crypto';
import type { AlignmentTask } from '../../graph/index.js';
import { modelDefinition } from '../../models/index.js';
import { type PsqeOptions, psqeOptions, psqeStages, seedSource, takes } from '../../seeds/index.js';
import { trainOptions } from '../../train/index.js';
import { taskFingerprint } from '../record.js';
import type { Ablation } from './ablations.js';
import { rowCode } from './row-code.js';
import { alignerOf, type GainPair, gainSplit, sourceOptions } from './run.js';

/** What a row's numbers depend on besides engine and threads, each as sixteen hex digits. */
export interface GainInputs {
  /** {@link rowCode}: the compiled code that the run passes through. */
  readonly code: string;
  /** The task with all its features, the modalities compared, and the true links. */
  readonly data: string;
  /** Every option as it resolves, without the random seed. */
  readonly options: string;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * What a run of the row depends on now.
 * @throws {InputError} where the code is not compiled as it stands, or TypeScript is missing
 */
export async function gainInputs(pair: GainPair, row: Ablation, aligner: string): Promise<GainInputs> {
  const { task, truth } = pair;
  const { links } = truth;
  return {
    code: (await rowCode(row, alignerOf(row, aligner))).hash,
    data: hashOf(stable([taskFingerprint(task), task.modalities, links.left, links.right])),
    options: hashOf(stable(resolved(pair, row, aligner))),
  };
}

/** The row's options; links are those that random seed 1 draws. */
function resolved({ task, truth, k }: GainPair, row: Ablation, aligner: string) {
  const { source, size, weighted } = row;
  const given = sourceOptions(row, { k, seed: 1, train: gainSplit(truth).train });
  const { model = 'mclea', modelOptions, regions, ...training } = alignerOf(row, aligner);
  const definition = modelDefinition(model);
  return {
    row: { source, size, weighted, k },
    source: resolvedSource(task, source, given),
    ...(size !== undefined && { size: resolvedSource(task, size, { k, seed: 1 }) }),
    aligner: { model, regions, training: trainOptions.resolve({ ...definition.training, ...training, seed: 1 }) },
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

/** JSON with sorted names, typed arrays as lists, and numbers to six digits (learned weights differ by engine in the last). */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number') return Number.isFinite(each) ? Number(each.toPrecision(6)) : String(each);
    if (ArrayBuffer.isView(each)) return Array.from(each as unknown as ArrayLike<number>);
    if (!each || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
