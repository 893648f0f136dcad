import { type Options, optionSet } from '../../base/index.js';
import { defineModel } from '../registry.js';
import { labelView, viewFields } from './label-views.js';

export const labelsOptions = optionSet('labels', { ...viewFields });

/** Settings of the model `labels`. */
export interface LabelsOptions extends Options<typeof labelsOptions> {}

/**
 * What the seeds alone say, passed along the triples: one of LightEA's three views (Mao et al., EMNLP 2022), without the
 * features. To stand beside an aligner that has those, at a quarter of `lightea`'s width.
 */
defineModel<LabelsOptions>({
  name: 'labels',
  options: labelsOptions,
  embed: (task, seeds, o, random) => labelView(task, seeds, o, random),
});
