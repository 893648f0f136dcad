import * as tf from '@tensorflow/tfjs';
import type { Resolved } from '../base/index.js';
import { l2Normalize, type Matrix, matrix, normalizeRows, type Random, stackRows } from '../compute/index.js';
import type { AlignmentTask, FeatureTable } from '../graph/index.js';
import {
  asModel,
  assemble,
  type BatchLoss,
  entityNodes,
  fixedFeatures,
  type GraphEncoder,
  gat,
  type LossOptions,
  linear,
  lossWants,
  type Model,
  type ModelInputs,
  modalityEncoders,
  modelInputs,
  type NodeEncoder,
  pairLosses,
  structure,
} from '../models/index.js';
import { rawSides, type Sides } from './sides.js';
import { fusedWeights, has } from './weights.js';

/** Settings of stage 2's encoder and its loss. */
export interface EncoderOptions extends Resolved<LossOptions> {
  /**
   * What goes through the graph: an embedding of each `entity` that is learned, or `features`: the pictures, without
   * them names, without both all that is known (the reference).
   */
  readonly graphInput: 'entity' | 'features';
  /** Modalities that each graph has a linear layer of its own for, both the same at first. */
  readonly ownLayers: readonly string[];
  /** Width of every embedding. */
  readonly width: number;
  /** Attention heads of each graph layer. */
  readonly heads: readonly number[];
  /** τ of the loss. */
  readonly temperature: number;
  /** Whether embeddings are made unit before the loss. */
  readonly normalize: boolean;
}

/** Learned unit rows of both graphs by modality; the graph encoder's stand under the modality it starts from, or `structure`. */
export type Embeddings = ReadonlyMap<string, Sides>;

/** The encoder as a model to train. */
export interface SeedEncoder extends Model {
  /** Whether what the named embedding is made of is known of an entity (joint row). */
  knows(name: string, row: number): boolean;
}

/**
 * Stage 2's encoder (method §3): a stack of diagonal graph attention over learned embeddings of the entities, and
 * Linear for each modality; with `graphInput: 'features'` pictures through Linear and the graph, attributes and relations
 * through Linear. Modalities that are not comparable are left out. Loss: the sum of the named losses of all of these.
 */
export function seedEncoder(task: AlignmentTask, o: EncoderOptions, random: Random): SeedEncoder {
  const inputs = modelInputs(task);
  const name = o.graphInput === 'entity' ? structure : graphSource(task);
  const makeGraph = () => gat(o.width, o.heads, random.fork('structure graph'));
  const nodes =
    o.graphInput === 'entity'
      ? entityNodes(inputs, o.width, makeGraph, random)
      : featureNodes(inputs, structureInput(task, inputs, name), o.width, makeGraph, random);
  const beside = withOnly(task, inputs, name);
  const ownLayers = o.ownLayers.filter((modality) => beside.features.has(modality));
  const modalities = modalityEncoders(beside, () => o.width, { ...maskUnit, ownLayers }, random);
  const parts = assemble({ name, nodes, modalities, loss: partsLoss(o) });
  return { ...asModel('stage 2', inputs, parts), knows: (part, row) => modalities.bothKnown(part, row, row) };
}

/** The sum of the named loss over the parts. */
function partsLoss(o: EncoderOptions): BatchLoss {
  return {
    variables: [],
    wants: lossWants(o, 'refineSeeds'),
    apply: ({ parts, context }) => tf.addN([...pairLosses(parts, context, o).values()]) as tf.Scalar,
  };
}

/** What goes through the graph with `graphInput: 'features'`: pictures, without them names, without both all that is known. */
export const graphSource = (task: AlignmentTask): string =>
  ['image', 'name'].find((modality) => has(task, modality)) ?? structure;

/** Features through one linear layer, then through the graph. */
function featureNodes(
  { adjacency }: ModelInputs,
  rows: Matrix,
  width: number,
  makeGraph: () => GraphEncoder,
  random: Random,
): NodeEncoder {
  const features = fixedFeatures(normalizeRows(rows));
  const project = linear(features.cols, width, random.fork('structure linear'));
  const graph = makeGraph();
  return {
    variables: [...project.variables, ...graph.variables],
    apply: () => graph.apply(project.apply(features.take()), adjacency),
    dispose: features.dispose,
  };
}

const maskUnit = { missing: 'mask', unitInputs: true, layerColumns: {} } as const;

/** Joint rows of what goes through the graph. */
function structureInput(task: AlignmentTask, inputs: ModelInputs, name: string): Matrix {
  const table = inputs.features.get(name);
  if (table) return knownOnly(table);
  const { left, right } = rawSides(task, { weights: fusedWeights, missing: 'spread' });
  return stackRows(left, right);
}

/** Unknown rows as zeros, whatever the table holds there; the graph fills them from their neighbours. */
function knownOnly({ values, known }: FeatureTable): Matrix {
  if (known.every((k) => k !== 0)) return values;
  const out = matrix(values.rows, values.cols, values.data.slice());
  known.forEach((k, i) => {
    if (!k) out.data.fill(0, i * out.cols, (i + 1) * out.cols);
  });
  return out;
}

/** The inputs with only the comparable modalities beside the one that goes through the graph. */
function withOnly(task: AlignmentTask, inputs: ModelInputs, besides: string): ModelInputs {
  const comparable = new Set(task.modalities.filter((m) => m.comparable).map((m) => m.name));
  const features = new Map<string, FeatureTable>();
  for (const [name, table] of inputs.features) if (name !== besides && comparable.has(name)) features.set(name, table);
  return { ...inputs, features };
}

/** What the encoder has learned of all entities, unit rows; zero where nothing is known. */
export function embeddings(model: SeedEncoder): Embeddings {
  const parts = tf.tidy(() => {
    const encoded = model.encode();
    return Object.fromEntries([...encoded.parts].map(([name, part]) => [name, l2Normalize(part)]));
  });
  const out = new Map<string, Sides>();
  for (const [name, tensor] of Object.entries(parts)) {
    const cols = tensor.shape[1];
    const data = tensor.dataSync().slice() as Float32Array;
    for (let r = 0; r < model.entityCount; r++) if (!model.knows(name, r)) data.fill(0, r * cols, (r + 1) * cols);
    out.set(name, {
      left: matrix(model.leftCount, cols, data.slice(0, model.leftCount * cols)),
      right: matrix(model.entityCount - model.leftCount, cols, data.slice(model.leftCount * cols)),
    });
    tensor.dispose();
  }
  return out;
}
