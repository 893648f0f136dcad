import * as z from 'zod';
import { count, OptionError, type OptionsFrom, option, type Resolved } from '../../base/index.js';
import type { Wants } from '../model.js';
import { lossCheck, namedLoss } from './named-loss.js';

/** Which loss of pairs, and whom it weighs, for a model's option set. */
export const lossFields = {
  loss: option(
    lossCheck,
    'weighted',
    'The loss of pairs, a name of `lossNames()`: `icl` counts all alike, `weighted` is ICL that heeds the weights of seeds and the options beside this one',
  ),
  negatives: option(
    z.enum(['seeds', 'all']),
    'seeds',
    "Whom an anchor is pushed away from: the other `seeds` of its batch, or `all` entities of both graphs (by a sample: `negativeCount` entities of each graph that are not in the batch, drawn for each batch anew, stand for all such, and the batch's ends for themselves), so that the repulsion has the entities' density instead of the seeds'",
  ),
  negativeCount: option(count(), 512, "Entities of each graph drawn for a batch with `negatives: 'all'`"),
  repulsion: option(
    z.enum(['plain', 'balanced']),
    'plain',
    "Seeds' ends as negatives: all alike (`plain`), or each with π/q, its region's share of entities over its share of seeds (`balanced`)",
  ),
  anchors: option(
    z.enum(['plain', 'balanced']),
    'plain',
    "Seeds' ends as anchors: all alike (`plain`), or each with π/q of its region (`balanced`)",
  ),
  balanceClip: option(
    z.number().min(1),
    10,
    'Ratios π/q are clipped to [1/clip, clip]; then made 1 in the mean of the batch',
  ),
};

/** Which loss, and how it uses anchors and negatives: the remedies that method §7, T3 suggests. */
export interface LossOptions extends OptionsFrom<typeof lossFields> {}

/** What a model with these options wants of training. @throws {OptionError} for options that contradict each other */
export function lossWants(o: Resolved<LossOptions>, component: string): Wants {
  const at = (name: string) => `${component}: option "${name}"`;
  if (o.negatives === 'all' && o.repulsion === 'balanced')
    throw new OptionError(
      "negatives of all entities have the entities' density already",
      at('repulsion'),
      "Choose negatives: 'all' or repulsion: 'balanced'",
    );
  const balance = o.repulsion === 'balanced' || o.anchors === 'balanced';
  if (namedLoss(o.loss).weighs)
    return { weights: true, negatives: o.negatives === 'all' ? o.negativeCount : 0, balance };
  if (balance || o.negatives === 'all')
    throw new OptionError(
      `"${o.loss}" weighs neither anchors nor negatives`,
      at('loss'),
      "Choose loss: 'weighted', or leave out negatives, repulsion and anchors",
    );
  return {};
}
