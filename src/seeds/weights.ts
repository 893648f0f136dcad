import type { AlignmentTask } from '../graph/index.js';

/** The weight of each modality's block by name; a modality's share of a similarity is its weight squared. */
export type Weights = Readonly<Record<string, number>>;

/**
 * [V ; A ; .3 R]: the block weights that did best on a development pair; the reference uses (.8, .1, .1). Names count as
 * pictures do, beside them or alone.
 */
export const fusedWeights: Weights = { image: 1, attribute: 1, relation: 0.3, name: 1 };

/**
 * The weights as a task can use them: without pictures, names stand in the image's place (unless `name` has a weight
 * of its own, 0 included).
 */
export function taskWeights(task: AlignmentTask, weights: Weights): Weights {
  if (has(task, 'image') || !has(task, 'name') || weights.name !== undefined) return weights;
  return { ...weights, name: weights.image ?? 0 };
}

/** The names of the comparable modalities with a weight, in the task's order. */
export function usedModalities(task: AlignmentTask, weights: Weights): string[] {
  return task.modalities.filter((m) => m.comparable && (weights[m.name] ?? 0) > 0).map((m) => m.name);
}

/** The names of the comparable modalities that these weights leave out. */
export function unusedModalities(task: AlignmentTask, weights: Weights): string[] {
  const used = usedModalities(task, taskWeights(task, weights));
  return task.modalities.filter((m) => m.comparable && !used.includes(m.name)).map((m) => m.name);
}

/** Whether the task has the modality and its values may be compared across the graphs. */
export function has(task: AlignmentTask, name: string): boolean {
  return task.modalities.some((m) => m.name === name && m.comparable);
}
