import type { AlignmentTask, FeatureTable, Modality } from '../graph/index.js';

/** A modality computed from something else, ready to join a task. */
export interface DerivedModality {
  readonly modality: Modality;
  readonly left: FeatureTable;
  readonly right: FeatureTable;
}

/** The task with a derived modality among its own. */
export function addModality(task: AlignmentTask, { modality, left, right }: DerivedModality): AlignmentTask {
  return task.withModality(modality, left, right);
}
