import { OptionError, type Resolved } from '../../base/index.js';
import type { FittedFeatures } from '../../features/index.js';
import type { AlignmentTask, Links, RankedMatches } from '../../graph/index.js';
import type { VariantOptions } from '../../seeds/index.js';
import type { ModelWeights } from '../../train/index.js';
import type { AlignedGraphs, AlignGraphsOptions } from '../align-graphs.js';
import type { SeenPairs } from '../cross-evidence.js';
import { edgesPrint, entityPrints, modalitiesOf } from './prints.js';

/** One graph's entities as they were. */
export interface KeptSide {
  readonly ids: readonly string[];
  /** Of each entity's features, to tell which have changed. */
  readonly prints: readonly string[];
  /** Of the triples, all together. */
  readonly edges: string;
}

/** All that a later {@link updateAlignment} needs of an alignment; rows are those of its entities. */
export interface KeptAlignment {
  readonly task: string;
  readonly modalities: readonly { readonly name: string; readonly comparable: boolean; readonly columns: number }[];
  readonly left: KeptSide;
  readonly right: KeptSide;
  readonly matches: RankedMatches;
  /** Pairs that one of the two aligners for confidences was trained on. */
  readonly seen: SeenPairs;
  /** Of the aligner, then of those two. */
  readonly weights: readonly ModelWeights[];
  readonly variants: Resolved<VariantOptions> | null;
  /** Whether an order of variants was found. */
  readonly ordered: boolean;
  /** How features were made, for those of later graphs to be made in the same way; undefined: they lay in files. */
  readonly fitted?: FittedFeatures | undefined;
  /** As they were used; links and different pairs are decisions that stay. */
  readonly options: Resolved<AlignGraphsOptions>;
}

/**
 * What is kept of an alignment for {@link updateAlignment}.
 * @param fitted what `openTask` and `describePictures` tell beside the task
 * @throws {OptionError} for an alignment many to one, or by a model that has nothing to train
 */
export function keepAlignment(task: AlignmentTask, aligned: AlignedGraphs, fitted?: FittedFeatures): KeptAlignment {
  const { matches, seeds, trained, options } = aligned;
  const refuse = (what: string) => {
    throw new OptionError(what, 'keepAlignment', 'It cannot be updated: align anew each time');
  };
  if (options.cardinality !== 'one-to-one') refuse('the matches are many to one');
  if (trained.weights.length === 0) refuse(`"${options.aligner.model}" has nothing to train`);
  const { left, right } = seeds as Links;
  return {
    task: task.name,
    modalities: modalitiesOf(task),
    left: keptSide(task, 'left'),
    right: keptSide(task, 'right'),
    matches,
    seen: { left, right, half: Uint8Array.from(left, (_, i) => i % 2) },
    ...trained,
    fitted,
    options,
  };
}

/** One graph's entities as they are now. */
export const keptSide = (task: AlignmentTask, side: 'left' | 'right'): KeptSide => ({
  ids: task[side].ids,
  prints: entityPrints(task, side),
  edges: edgesPrint(task[side]),
});
