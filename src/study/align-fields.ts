import * as z from 'zod';
import { count, option } from '../base/index.js';
import type { Links } from '../graph/index.js';
import type { PsqeOptions } from '../seeds/index.js';
import type { AlignerOptions } from '../train/index.js';

/** What `alignGraphs` has beside the options of ranking; apart, so that the command line loads nothing more for its words. */
export const alignFields = {
  fast: option(
    z.boolean(),
    false,
    'Nothing is trained: features passed along the triples (SEU) and matched at once, for large graphs and first looks; confidences are those of `plan`',
  ),
  k: option(count().nullable(), null, 'Seeds of the first stage; null: a fifth of the smaller graph, from 20 to 4,500'),
  seed: option(z.int().nonnegative(), 1, 'Drives everything random'),
  links: option(
    z.custom<Links | null>((value) => typeof value === 'object'),
    null,
    'Pairs known to be true, if any: they teach the seeds, and are matches',
  ),
  different: option(
    z.custom<Links | null>((value) => typeof value === 'object'),
    null,
    'Pairs known to be different, if any: they are no seeds, no matches and no candidates',
  ),
  weights: option(
    z.custom<PsqeOptions['weights']>((value) => typeof value === 'object' || value === 'learned'),
    null,
    'Block weights of the modalities for the seeds, see `psqe`',
  ),
  confidence: option(
    z.enum(['cross', 'plan']),
    'cross',
    'What confidences are told by: `cross`, aligners that were trained without the pair, and the features alone (about a third more time); `plan`, the plan of the matches alone (no more time, less true)',
  ),
  minConfidence: option(
    z.number().min(0).max(1),
    0,
    'The least confidence of what is matched: entities below it are left alone; known links and candidates stay',
  ),
  aligner: option(
    z.custom<AlignerOptions>((value) => typeof value === 'object' && value !== null),
    {},
    'Changes to the aligner, see `trainAligner`',
  ),
};
