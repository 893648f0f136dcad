import { type Options, optionSet } from '../../base/index.js';
import { defineModel } from '../registry.js';
import { fusedFields, fusedRows } from './fields.js';

export const rawOptions = optionSet('raw', { ...fusedFields });

/** Settings of the model `raw`. */
export interface RawOptions extends Options<typeof rawOptions> {}

/** The given features themselves: what an aligner has to be better than. */
defineModel<RawOptions>({ name: 'raw', options: rawOptions, embed: (task, _seeds, o) => fusedRows(task, o) });
