import * as z from 'zod';
import { count, like, OptionError, type Options, option, optionSet, type Resolved } from '../../base/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import { fields } from '../stage.js';
import { has } from '../weights.js';

export const variantOptions = optionSet('variantSeeds', {
  modality: option(z.string(), 'image', 'What alone tells the members of a class apart'),
  most: option(count(2), 50, 'Larger classes are left as they are'),
  // Of two orders one is always ahead by the same number of deviations: a margin says nothing there.
  slots: option(z.number().int().min(3).max(7), 7, 'From three up to this size all orders of a class are compared'),
  least: option(
    count(2),
    10,
    'Classes of one size, matched across the graphs, from which their common order is learned',
  ),
  coherence: option(
    z.number().min(0).max(1),
    0.25,
    'Share of the differences in both graphs that a common order must explain; below it that size teaches no order',
  ),
  margin: option(
    z.number().nonnegative(),
    0.3,
    'By how many standard deviations an order must be ahead of the next; below it that size teaches no order',
  ),
  seed: like(fields.seed, 1, 'Drives everything random'),
});

/** Settings of `variantSeeds`. */
export interface VariantOptions extends Options<typeof variantOptions> {}

/** Every option filled in, and checked against the task. */
export function resolveVariants(task: AlignmentTask, options?: VariantOptions): Resolved<VariantOptions> {
  const o = variantOptions.resolve(options);
  if (options?.modality !== undefined && !has(task, o.modality))
    throw new OptionError(
      `the task has no modality "${o.modality}" that can be compared`,
      'variantSeeds: option "modality"',
      `It has: ${task.modalities.map((m) => m.name).join(', ')}`,
    );
  return o;
}
