import { random } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import { labelsOptions, labelView } from '../models/index.js';
import type { Embeddings } from './encoder.js';

/** Where the label view stands among the embeddings: no name that a modality would have. */
export const labelBlock = '(labels)';

/** The embeddings, and beside them what the pairs alone say, passed along the triples (see the model `labels`). */
export function withLabelView(
  task: AlignmentTask,
  learned: Embeddings,
  pairs: Links,
  { labels, seed }: { readonly labels: number; readonly seed: number },
): Embeddings {
  if (labels === 0) return learned;
  const view = labelView(task, pairs, labelsOptions.defaults, random(seed).fork('label view'));
  return new Map([...learned, [labelBlock, view]]);
}
