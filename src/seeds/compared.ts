import { concatColumns, normalizeRows } from '../compute/index.js';
import type { AlignmentTask } from '../graph/index.js';
import type { Embeddings } from './encoder.js';
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
  /** What becomes of the weight of a raw modality that an entity lacks, see `fuse`. */
  readonly missing: 'spread' | 'zero';
  /** How often the raw features are passed along the triples. */
  readonly propagate?: number;
}

/**
 * What stages 2 and 3 compare by: raw · S + learned · J, S the similarity of the fused raw features, J that of the
 * learned embeddings, side by side with the same weights. With raw = learned = ½ it is the similarity of the paper's
 * stage 3, Σ w² cos([x ; z], [x' ; z']) over Σ w², with raw = 0 that of its stage 2.
 */
export function comparedSides(task: AlignmentTask, learned: Embeddings, o: ComparedOptions): Sides {
  const weights = taskWeights(task, o.weights);
  // What is learned through the graph counts as much as pictures do, and where they are not to count like any feature.
  const names = ['structure', ...usedModalities(task, weights)].filter((name) => learned.has(name));
  const given = names.map((name) => (name === 'structure' ? weights.image || 1 : weights[name]!));
  const raw = o.raw > 0 ? rawSides(task, { ...o, weights }) : undefined;
  const shares = [Math.sqrt(o.learned), Math.sqrt(o.raw)];
  const side = (key: 'left' | 'right') => {
    const blocks = names.map((name) => learned.get(name)![key]);
    const joint = normalizeRows(concatColumns(blocks, given));
    return concatColumns(raw ? [joint, raw[key]] : [joint], shares.slice(0, raw ? 2 : 1));
  };
  return { left: side('left'), right: side('right') };
}
