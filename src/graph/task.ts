import { DataError, InputError } from '../base/index.js';
import type { MultimodalGraph } from './graph.js';
import type { FeatureTable } from './parts.js';

/** A kind of feature that both graphs of a task have. */
export interface Modality {
  readonly name: string;
  /**
   * Whether a value means the same in both graphs, so that rows of one may be compared with rows of the other.
   * Relation counts over two unrelated vocabularies are not; they still inform an aligner's encoder.
   */
  readonly comparable: boolean;
}

/** What an {@link AlignmentTask} is made of. */
export interface TaskParts {
  readonly name: string;
  readonly left: MultimodalGraph;
  readonly right: MultimodalGraph;
  readonly modalities: readonly Modality[];
}

/**
 * Two graphs to align and nothing else: no link, no truth. What makes seeds takes this, so it cannot read the answers.
 */
export class AlignmentTask {
  readonly name: string;
  readonly left: MultimodalGraph;
  readonly right: MultimodalGraph;
  readonly modalities: readonly Modality[];

  /**
   * @throws {InputError} a modality named twice, or of different width on the two sides
   * @throws {DataError} a modality that one side lacks, or edges in one graph alone (without any in either, features
   * are compared)
   */
  constructor({ name, left, right, modalities }: TaskParts) {
    this.name = name;
    this.left = left;
    this.right = right;
    this.modalities = modalities;
    if (left.hasEdges !== right.hasEdges)
      throw new DataError(
        'no edges, while the other graph has some',
        left.hasEdges ? right.name : left.name,
        'Give triples between different entities for both graphs, or for neither: then features alone are compared',
      );
    for (const [i, modality] of modalities.entries()) {
      const where = `task "${name}", modality "${modality.name}"`;
      if (modalities.findIndex((m) => m.name === modality.name) !== i)
        throw new InputError('the modality is named twice', where, 'Name each modality once');
      const widths = [left, right].map((graph) => graph.features.get(modality.name)?.values.cols);
      if (widths.includes(undefined))
        throw new DataError(
          `the ${widths[0] === undefined ? 'left' : 'right'} graph has no such features`,
          where,
          'Leave the modality out, or give its table to both graphs',
        );
      if (widths[0] !== widths[1])
        throw new InputError(
          `${widths[0]} columns on the left, ${widths[1]} on the right`,
          where,
          'Both tables must be equally wide (fill columns up with zeros where vocabularies differ)',
        );
    }
  }

  /** The same task with one more modality (or another table under a known name). */
  withModality(modality: Modality, left: FeatureTable, right: FeatureTable): AlignmentTask {
    return new AlignmentTask({
      name: this.name,
      left: this.left.withFeatures(modality.name, left),
      right: this.right.withFeatures(modality.name, right),
      modalities: [...this.modalities.filter((m) => m.name !== modality.name), modality],
    });
  }

  /** The same task with only the named modalities, e.g. to see what one of them gives. */
  withOnly(names: readonly string[]): AlignmentTask {
    for (const name of names)
      if (!this.modalities.some((m) => m.name === name))
        throw new InputError(
          `the task has no modality "${name}"`,
          `task "${this.name}"`,
          `It has: ${this.modalities.map((m) => m.name).join(', ')}`,
        );
    return new AlignmentTask({ ...this, modalities: this.modalities.filter((m) => names.includes(m.name)) });
  }
}
