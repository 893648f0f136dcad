import * as z from 'zod';
import { type Options, option, optionSet, type Resolved } from '../../base/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import { modelDefinition } from '../registry.js';
import { encoderChecks } from './encoder-checks.js';
import { lossChecks } from './model-loss-checks.js';
import { type CheckRow, runChecks } from './report.js';
import type { Slope } from './slopes.js';
import { withSubject } from './subject.js';

export const checkModelOptions = optionSet('checkModel', {
  options: option(z.looseObject({}), {}, "The model's own options ({}: its defaults). Small widths are checked faster"),
  task: option(
    z.custom<AlignmentTask | null>((value) => typeof value === 'object'),
    null,
    'A small task to check on; null: a made-up one with modalities image, attribute, relation, some rows unknown',
  ),
  seed: option(z.number().int(), 1, "Of the made-up task, the model's initial values and the directions of the slopes"),
  tolerance: option(z.number().positive(), 0.03, 'By what share gradients and finite differences may disagree'),
  allowIdle: option(z.boolean(), false, 'A variable may stay without gradient'),
});

export interface CheckModelOptions extends Options<typeof checkModelOptions> {}

/** A model without faults: what was checked, and the slopes of its loss. */
export interface ModelReport {
  readonly model: string;
  readonly checks: readonly CheckRow[];
  readonly slopes: readonly Slope[];
  readonly options: Resolved<CheckModelOptions>;
}

/**
 * Checks a model that {@link defineModel} knows, on a small task: shapes of what it embeds, finite values, subsets of rows,
 * the same values for the same seed, that unknown features change nothing, that nothing is left in memory; that the loss is
 * one number, the same in any order of the pairs, lower for pairs that are alike; that every variable gets a gradient, which
 * agrees with finite differences (central, extrapolated; what is detached by `detach` is held).
 * @throws {CheckError} with every fault found: what, where, what to do
 */
export function checkModel(name: string, options?: CheckModelOptions): ModelReport {
  const o = checkModelOptions.resolve(options);
  modelDefinition(name); // an unknown name is said before anything is made
  let slopes: readonly Slope[] = [];
  const checks = withSubject({ name, ...o }, (subject) =>
    runChecks(`checkModel "${name}"`, [...encoderChecks, ...lossChecks((found) => (slopes = found))], subject),
  );
  return { model: name, checks, slopes, options: o };
}
