import { type Options, option, optionSet, roundCount } from '../../base/index.js';
import { propagateFused } from '../../features/index.js';
import { defineModel } from '../registry.js';
import { fusedFields } from './fields.js';

export const seuFields = {
  ...fusedFields,
  layers: option(roundCount(0), 2, 'How often the features are passed along the triples, see `propagate`'),
};
export const seuOptions = optionSet('seu', seuFields);

/** Settings of the model `seu`. */
export interface SeuOptions extends Options<typeof seuOptions> {}

/** SEU's embeddings (Mao et al., EMNLP 2021): the features passed along the triples. It uses no seeds. */
defineModel<SeuOptions>({
  name: 'seu',
  options: seuOptions,
  embed: (task, _seeds, o) => propagateFused(task, o),
});
