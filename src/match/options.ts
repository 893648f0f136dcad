import * as z from 'zod';
import { count, option, roundCount } from '../base/index.js';

/** How Sinkhorn's plan is made; the same for decoders and for picking seeds. */
export const sinkhornFields = {
  temperature: option(z.number().positive(), 50, 'Of `sinkhorn`: similarities are multiplied by it before exp'),
  steps: option(roundCount(), 10, 'Of `sinkhorn`: normalisations of rows, then columns'),
  keep: option(
    count(0).nullable(),
    null,
    'Of `sinkhorn`: pairs that take part, the best so many of each entity; 0: all; null: all of up to 4,096 × 4,096, else 64',
  ),
};

/** How the likeness of entities is turned into what pairs are compared by; the same for matching and for measures. */
export const decoderFields = {
  decoder: option(
    z.enum(['csls', 'sinkhorn', 'cosine']),
    'csls',
    'What pairs are compared by: `cosine`; `csls`, cosine with the hubness correction; `sinkhorn`, their probability in an entropic transport plan that gives each entity about one partner (Mao et al., EMNLP 2021)',
  ),
  csls: option(count(0), 3, 'Neighbours in the hubness correction, CSLS: `2·sim − r(x) − r(y)`; 0: plain cosine'),
  ...sinkhornFields,
};

/** What entities without a partner take; see {@link leastBest}. */
export const slackOption = option(
  z.union([z.number(), z.literal('auto')]).nullable(),
  null,
  "Of `sinkhorn`: the similarity below which a pair is less likely than both ends having no partner; `auto`: the lowest that any entity's best has; null: every entity has one",
);

/** How much of a ranking is given. */
export const rankFields = {
  top: option(count(), 1, 'Candidates of each entity that are given, its match among them'),
  cardinality: option(
    z.enum(['one-to-one', 'many-to-one']),
    'one-to-one',
    "`one-to-one`: each other's most probable partners; `many-to-one`: every left entity's most probable partner, which several may share",
  ),
  minScore: option(z.number().min(0).max(1), 0, 'The least probability of what is found; known links stay'),
};
