import { createHash } from 'node:crypto';
import { modelDefinition } from '../../models/index.js';
import { pivotCsls, pivotOptions, psqeStages } from '../../seeds/index.js';
import { trainOptions } from '../../train/index.js';
import { taskFingerprint } from '../record.js';
import { rowCode } from './row-code.js';
import { alignerOf, type GainPair, gainSplit, psqeChanges } from './run.js';
import type { Variant } from './variants.js';

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
export async function gainInputs(pair: GainPair, row: Variant, aligner: string): Promise<GainInputs> {
  const { task, truth } = pair;
  const { links } = truth;
  return {
    code: (await rowCode(row, alignerOf(row, aligner))).hash,
    data: hashOf(stable([taskFingerprint(task), task.modalities, links.left, links.right])),
    options: hashOf(stable(resolved(pair, row, aligner))),
  };
}

/** The row's options; links are those that random seed 1 draws. */
function resolved({ task, truth, k }: GainPair, row: Variant, aligner: string) {
  const { seeds, size, weighted } = row;
  const changes = psqeChanges(row, { k, seed: 1, train: gainSplit(truth).train });
  const { model = 'mclea', modelOptions, regions, ...training } = alignerOf(row, aligner);
  const definition = modelDefinition(model);
  return {
    row: { seeds, size, weighted, k },
    ...(!['truth', 'pivot', 'pivot-csls'].includes(seeds) && { psqe: psqeStages(task, changes) }),
    ...(size === 'psqe' && { psqe: psqeStages(task, { k, seed: 1 }) }),
    ...(pivots.has(seeds) && { pivot: pivotOptions.resolve({ ...(seeds === 'pivot-csls' && pivotCsls), k, seed: 1 }) }),
    aligner: { model, regions, training: trainOptions.resolve({ ...definition.training, ...training, seed: 1 }) },
    model: definition.options.resolve(modelOptions ?? {}),
  };
}

const pivots: ReadonlySet<string> = new Set(['pivot', 'pivot-csls', 'pivot-refined']);

/** JSON with sorted names, typed arrays as lists, and numbers to six digits (learned weights differ by engine in the last). */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number') return Number.isFinite(each) ? Number(each.toPrecision(6)) : String(each);
    if (ArrayBuffer.isView(each)) return Array.from(each as unknown as ArrayLike<number>);
    if (!each || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
