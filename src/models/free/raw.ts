import { type Options, optionSet } from '../../base/index.js';
import { fusedModalities } from '../../features/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import type { EmbeddingBlock } from '../model.js';
import { defineModel } from '../registry.js';
import { fusedFields, fusedRows } from './fields.js';

export const rawOptions = optionSet('raw', { ...fusedFields });

/** Settings of the model `raw`. */
export interface RawOptions extends Options<typeof rawOptions> {}

/** The given features themselves: what an aligner has to be better than. */
defineModel<RawOptions>({
  name: 'raw',
  options: rawOptions,
  embed: (task, _seeds, o) => ({ ...fusedRows(task, o), blocks: fusedBlocks(task, o.weights) }),
});

/** The modalities as `fuse` puts them side by side. */
const fusedBlocks = (task: AlignmentTask, weights: Readonly<Record<string, number>>): EmbeddingBlock[] =>
  fusedModalities(task, weights).map((name) => ({ name, width: task.left.features.get(name)!.values.cols }));
