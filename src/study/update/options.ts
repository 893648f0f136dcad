import { like, type Options, option, optionSet, roundCount } from '../../base/index.js';
import { rankFields } from '../../match/index.js';
import { alignFields } from '../align-fields.js';

export const updateAlignmentOptions = optionSet('updateAlignment', {
  links: like(alignFields.links, null, 'Pairs that are known by now to be true, beside those of before'),
  different: like(alignFields.different, null, 'Pairs that are known by now to be different, beside those of before'),
  top: rankFields.top,
  minScore: rankFields.minScore,
  minConfidence: alignFields.minConfidence,
  epochs: option(
    roundCount(0).nullable(),
    null,
    'Epochs that the aligner is trained further; null: one where more than a twentieth of the entities is new or changed, else none',
  ),
});

/** Settings of {@link updateAlignment}. */
export interface UpdateAlignmentOptions extends Options<typeof updateAlignmentOptions> {}
