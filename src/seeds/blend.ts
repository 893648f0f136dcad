import { concatColumns, type Matrix, normalizeRows } from '../compute/index.js';
import type { AlignmentTask, MultimodalGraph } from '../graph/index.js';
import { type Embeddings, structureModality } from './encoder.js';
import { rawSides, type Sides } from './sides.js';
import { fusedWeights, taskWeights, usedModalities, type Weights } from './weights.js';

/** Settings of {@link blendedSides}. */
export interface BlendOptions {
  /** Block weights of the modalities. */
  readonly weights: Weights;
  /** Weight of the raw features beside the learned ones, both unit rows; 0: learned alone. */
  readonly raw: number;
}

/**
 * What stages 2 and 3 compare by: for each modality w · unit([raw · x ; z]), x its raw features and z its learned
 * embedding, side by side, the whole unit. With raw = 1 this is the similarity of the paper's stage 3,
 * Σ w² cos([x ; z], [x' ; z']), with raw = 0 that of its stage 2 (both over Σ w²).
 */
export function blendedSides(task: AlignmentTask, learned: Embeddings, o: BlendOptions): Sides {
  const weights = taskWeights(task, o.weights);
  const structure = structureModality(task);
  // Without pictures and names everything that is known goes through the graph, and stands for the pictures.
  const names = [...new Set([structure, ...usedModalities(task, weights)])].filter((name) => learned.has(name));
  const given = names.map((name) => (name === 'structure' ? (weights.image ?? 1) : (weights[name] ?? 0)));
  const fused =
    o.raw > 0 && structure === 'structure' ? rawSides(task, { weights: fusedWeights, missing: 'spread' }) : undefined;
  const side = (key: 'left' | 'right') => {
    const blocks = names.map((name) => {
      const z = learned.get(name)![key];
      if (o.raw === 0) return z;
      const x = name === 'structure' ? fused![key] : unitFeatures(task[key], name);
      return normalizeRows(concatColumns([x, z], [o.raw, 1]));
    });
    return normalizeRows(concatColumns(blocks, given));
  };
  return { left: side('left'), right: side('right') };
}

/** The raw features of one modality, unit rows, zero where nothing is known. */
function unitFeatures(graph: MultimodalGraph, name: string): Matrix {
  const { values, known } = graph.features.get(name)!;
  const unit = normalizeRows(values);
  known.forEach((k, i) => {
    if (!k) unit.data.fill(0, i * unit.cols, (i + 1) * unit.cols);
  });
  return unit;
}
