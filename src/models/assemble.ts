import * as tf from '@tensorflow/tfjs';
import type { Random } from '../compute/index.js';
import { blocksOf, type Fused, type Fusion } from './fusions/index.js';
import type { ModelInputs } from './inputs.js';
import { type GraphEncoder, normalVariable } from './layers/index.js';
import { EmbeddedPairs } from './losses/index.js';
import { knownPairs, type ModalityEncoders } from './modalities.js';
import { type BatchContext, type Encoded, type ModelParts, structure, type Wants } from './model.js';

/** What comes out of the graph: a row an entity of both graphs. */
export interface NodeEncoder {
  readonly variables: readonly tf.Variable[];
  /** Joint rows × width; where only some `rows` are wanted (ascending), the others may hold anything that is finite. */
  apply(rows?: Int32Array): tf.Tensor2D;
  dispose?(): void;
}

/**
 * A vector an entity that is learned, Normal(0, 1/√entities) at first, passed through the graph. Make nodes first, then
 * modalities, fusion and loss: gradients are summed in the order in which their variables were made, which shows in the last digits.
 */
export function entityNodes(
  { entityCount, adjacency }: ModelInputs,
  width: number,
  makeGraph: () => GraphEncoder,
  random: Random,
): NodeEncoder {
  const rows = normalVariable([entityCount, width], 1 / Math.sqrt(entityCount), random.fork('entities'));
  const graph = makeGraph();
  return {
    variables: [rows, ...graph.variables],
    apply: (wanted) => graph.apply(rows as tf.Tensor as tf.Tensor2D, adjacency, wanted),
  };
}

/** What a loss sees of a batch: every embedding at the pairs of which both ends have it. */
export interface BatchRows {
  /** The joint embedding at all pairs. */
  readonly joint: EmbeddedPairs;
  /** The parts; one that no pair of the batch has is left out. */
  readonly parts: ReadonlyMap<string, EmbeddedPairs>;
  /** What the fusion made of the parts, by their names; empty where it makes nothing of each. */
  readonly hidden: ReadonlyMap<string, EmbeddedPairs>;
  readonly context: BatchContext;
}

/** The loss of a whole model; it is run in a `tf.tidy`. */
export interface BatchLoss {
  readonly variables: readonly tf.Variable[];
  readonly wants?: Wants;
  apply(batch: BatchRows): tf.Scalar;
}

/** What an aligner is put together from. */
export interface AlignerParts {
  /** What the nodes' embedding is called among the parts (`structure`). */
  readonly name?: string;
  readonly nodes: NodeEncoder;
  readonly modalities: ModalityEncoders;
  /** Absent: entities are compared by what comes out of the graph. */
  readonly fusion?: Fusion;
  readonly loss: BatchLoss;
}

/**
 * The frame around an encoder, a fusion and a loss: all their variables, embeddings of all entities or of a subset, masks of
 * what entities lack, the pairs that a part's loss may see, and freeing it all.
 */
export function assemble({ name = structure, nodes, modalities, fusion, loss }: AlignerParts): ModelParts {
  const names = [name, ...modalities.names];
  return {
    variables: [...nodes.variables, ...modalities.variables, ...(fusion?.variables ?? []), ...loss.variables],
    encode(subset, dropoutSeed) {
      const all = nodes.apply(subset?.rows);
      const rows = subset ? tf.gather(all, subset.rows) : all;
      const parts = new Map([[name, rows], ...modalities.encode(subset)]);
      const fused: Fused = fusion?.apply(parts, modalities.masks(subset), dropoutSeed) ?? {
        joint: rows,
        blocks: blocksOf([name], parts),
      };
      for (const [part, hidden] of fused.hidden ?? []) parts.set(hiddenName(part), hidden);
      return { joint: fused.joint, parts, subset, blocks: fused.blocks };
    },
    ...(loss.wants && { wants: loss.wants }),
    loss: (encoded, left, right, context = {}) =>
      tf.tidy(() => {
        const of = (part: (name: string) => string) => partRows(encoded, names, part, modalities, { left, right });
        const joint = new EmbeddedPairs(encoded, encoded.joint, { left, right });
        return loss.apply({ joint, parts: of((each) => each), hidden: of(hiddenName), context });
      }),
    dispose() {
      nodes.dispose?.();
      modalities.dispose();
    },
  };
}

const hiddenName = (name: string) => `${name} hidden`;

/** By name, the embedding that `part` calls by another name, at the pairs that have it. */
function partRows(
  encoded: Encoded,
  names: readonly string[],
  part: (name: string) => string,
  modalities: ModalityEncoders,
  { left, right }: { readonly left: Int32Array; readonly right: Int32Array },
): Map<string, EmbeddedPairs> {
  const found = new Map<string, EmbeddedPairs>();
  for (const name of names) {
    const rows = encoded.parts.get(part(name));
    const pairs = rows && knownPairs(modalities, name, left, right);
    if (pairs && pairs.left.length > 0) found.set(name, new EmbeddedPairs(encoded, rows, pairs));
  }
  return found;
}
