import * as z from 'zod';
import { optionSet } from '../../base/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import { modelDefinition } from '../registry.js';
import { encoderChecks } from './encoder-checks.js';
import { lossChecks } from './model-loss-checks.js';
import { type CheckRow, runChecks } from './report.js';
import type { Slope } from './slopes.js';
import { withSubject } from './subject.js';

export interface CheckModelOptions {
  /** The model's own options ({}: its defaults). Small widths are checked faster. */
  readonly options?: object;
  /** A small task to check on; null: a made-up one with modalities image, attribute, relation, some rows unknown (null). */
  readonly task?: AlignmentTask | null;
  /** Of the made-up task, the model's initial values and the directions of the slopes (1). */
  readonly seed?: number;
  /** By what share gradients and finite differences may disagree (0.03). */
  readonly tolerance?: number;
  /** A variable may stay without gradient (false). */
  readonly allowIdle?: boolean;
}

export const checkModelOptions = optionSet<CheckModelOptions>('checkModel', {
  options: z.looseObject({}).default({}),
  task: z.custom<AlignmentTask | null>((value) => typeof value === 'object').default(null),
  seed: z.number().int().default(1),
  tolerance: z.number().positive().default(0.03),
  allowIdle: z.boolean().default(false),
});

/** A model without faults: what was checked, and the slopes of its loss. */
export interface ModelReport {
  readonly model: string;
  readonly checks: readonly CheckRow[];
  readonly slopes: readonly Slope[];
  readonly options: Required<CheckModelOptions>;
}

/**
 * Checks a model that {@link defineModel} knows, on a small task: shapes of what it embeds, finite values, subsets of rows,
 * the same values for the same seed, that unknown features change nothing, that nothing is left in memory; that the loss is
 * one number, the same in any order of the pairs, lower for pairs that are alike; that every variable gets a gradient, which
 * agrees with finite differences (central, extrapolated; what is detached by {@link detach} is held).
 * @throws {CheckError} with every fault found: what, where, what to do
 */
export function checkModel(name: string, o?: CheckModelOptions): ModelReport {
  const options = checkModelOptions.resolve(o);
  modelDefinition(name); // an unknown name is said before anything is made
  let slopes: readonly Slope[] = [];
  const checks = withSubject({ name, ...options }, (subject) =>
    runChecks(`checkModel "${name}"`, [...encoderChecks, ...lossChecks((found) => (slopes = found))], subject),
  );
  return { model: name, checks, slopes, options };
}
