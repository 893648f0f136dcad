import { type Options, optionSet } from '../../base/index.js';
import { defineModel } from '../registry.js';
import { fusedFields, fusedRows } from './fields.js';
import { labelViews, viewFields } from './label-views.js';

export const lighteaFields = { ...fusedFields, ...viewFields };
export const lighteaOptions = optionSet('lightea', lighteaFields);

/** Settings of the model `lightea`. */
export interface LighteaOptions extends Options<typeof lighteaOptions> {}

/**
 * LightEA's embeddings (Mao et al., EMNLP 2022) from the features and the seeds, which are its labels. What it finds is not
 * taken for labels again here: the source of seeds `lightea` does so.
 */
defineModel<LighteaOptions>({
  name: 'lightea',
  options: lighteaOptions,
  embed: (task, seeds, o, random) => labelViews(task, fusedRows(task, o), seeds, o, random),
});
