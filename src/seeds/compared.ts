import { concatColumns, type Matrix, normalizeRows } from '../compute/index.js';
import type { AlignmentTask } from '../graph/index.js';
import type { Embeddings } from './encoder.js';
import { labelBlock } from './label-block.js';
import { rawSides, type Sides } from './sides.js';
import { taskWeights, usedModalities, type Weights } from './weights.js';

/** Settings of {@link comparedSides}. */
export interface ComparedOptions {
  /** Block weights of the modalities. */
  readonly weights: Weights;
  /** Weight of the raw features' similarity. */
  readonly raw: number;
  /** Weight of the learned embeddings' similarity. */
  readonly learned: number;
  /** Weight of the view of the labels, where there is one among the embeddings. */
  readonly labels?: number;
  /** What becomes of the weight of a raw modality that an entity lacks, see `fuse`. */
  readonly missing: 'spread' | 'zero';
  /** How often the raw features are passed along the triples. */
  readonly propagate?: number;
}

/**
 * What stages 2 and 3 compare by: raw · S + learned · J (+ labels · L), S the similarity of the fused raw features, J that of
 * the learned embeddings, side by side with the same weights, L that of the view of the labels. With raw = learned = ½ it is the similarity of the paper's
 * stage 3, Σ w² cos([x ; z], [x' ; z']) over Σ w², with raw = 0 that of its stage 2.
 * @param raw the features' part, where it has been made before
 */
export function comparedSides(
  task: AlignmentTask,
  learned: Embeddings,
  o: ComparedOptions,
  raw: Sides | undefined = rawPart(task, o),
): Sides {
  const weights = taskWeights(task, o.weights);
  // What is learned through the graph counts as much as pictures do, and where they are not to count like any feature.
  const names = ['structure', ...usedModalities(task, weights)].filter((name) => learned.has(name));
  const given = names.map((name) => (name === 'structure' ? weights.image || 1 : weights[name]!));
  const view = o.labels ? learned.get(labelBlock) : undefined;
  const side = (key: 'left' | 'right') => {
    const blocks = names.map((name) => learned.get(name)![key]);
    const joint = normalizeRows(concatColumns(blocks, given));
    const parts: [Matrix, number][] = [[joint, o.learned]];
    if (raw) parts.push([raw[key], o.raw]);
    if (view) parts.push([view[key], o.labels!]);
    return concatColumns(
      parts.map(([part]) => part),
      parts.map(([, weight]) => Math.sqrt(weight)),
    );
  };
  return { left: side('left'), right: side('right') };
}

/** The fused raw features, where they have a weight. */
export const rawPart = (task: AlignmentTask, o: ComparedOptions): Sides | undefined =>
  o.raw > 0 ? rawSides(task, { ...o, weights: taskWeights(task, o.weights) }) : undefined;
