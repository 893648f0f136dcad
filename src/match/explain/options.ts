import { count, like, type Options, option, optionSet } from '../../base/index.js';
import { decoderFields } from '../options.js';

export const explainOptions = optionSet('explainPairs', {
  csls: like(decoderFields.csls, 3),
  rivals: option(count(0), 2, 'Other partners of each end that are told, the best ones'),
  neighbours: option(count(0), 5, 'Neighbours that speak for, and against, told by name'),
});

/** How much of an explanation is told. */
export interface ExplainOptions extends Options<typeof explainOptions> {}
