import * as tf from '@tensorflow/tfjs';
import { optionSet } from '../base/index.js';
import {
  contrastiveLoss,
  l2Normalize,
  type Matrix,
  matrix,
  normalizeRows,
  type Random,
  stackRows,
} from '../compute/index.js';
import type { AlignmentTask, FeatureTable } from '../graph/index.js';
import {
  type ContrastOptions,
  contrast,
  contrastFields,
  contrastWants,
  fixedFeatures,
  gat,
  knownPairs,
  linear,
  type Model,
  type ModelInputs,
  modalityEncoders,
  modelInputs,
  normalVariable,
  pickRows,
} from '../models/index.js';
import { rawSides, type Sides } from './sides.js';
import { fusedWeights, has } from './weights.js';

/** Settings of stage 2's encoder and its loss. */
export interface EncoderOptions {
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
  /** τ of the contrastive loss. */
  readonly temperature: number;
  /** Whether embeddings are made unit before the loss. */
  readonly normalize: boolean;
  /** How the loss uses anchors and negatives, as the aligners' (unit embeddings only). */
  readonly contrast: ContrastOptions;
}

/** Learned unit rows of both graphs by modality; the graph encoder's stand under the modality it starts from, or `structure`. */
export type Embeddings = ReadonlyMap<string, Sides>;

/** The encoder as a model to train. */
export interface SeedEncoder extends Model {
  /** Whether what the named embedding is made of is known of an entity (joint row). */
  knows(name: string, row: number): boolean;
}

export const contrastOptions = optionSet('refineSeeds: contrast', contrastFields);

/**
 * Stage 2's encoder (method §3): a stack of diagonal graph attention over learned embeddings of the entities, and
 * Linear for each modality; with `graphInput: 'features'` pictures through Linear and the graph, attributes and relations
 * through Linear. Modalities that are not comparable are left out. Loss: the sum of their ICL losses.
 */
export function seedEncoder(task: AlignmentTask, o: EncoderOptions, random: Random): SeedEncoder {
  const inputs = modelInputs(task);
  const makeSource = o.graphInput === 'entity' ? entitySource : featureSource;
  const source = makeSource(inputs, task, o.width, random);
  const { name: structure } = source;
  const graph = gat(o.width, o.heads, random.fork('structure graph'));
  const beside = withOnly(task, inputs, structure);
  const ownLayers = o.ownLayers.filter((name) => beside.features.has(name));
  const others = modalityEncoders(beside, () => o.width, { ...maskUnit, ownLayers }, random);
  const settings = contrastOptions.resolve(o.contrast);
  const variables = [...source.variables, ...graph.variables, ...others.variables];
  return {
    name: 'stage 2',
    leftCount: inputs.leftCount,
    entityCount: inputs.entityCount,
    variables,
    encode(subset) {
      const nodes = graph.apply(source.nodes(), inputs.adjacency);
      const rows = subset ? tf.gather(nodes, subset.rows) : nodes;
      return { joint: rows, parts: new Map([[structure, rows], ...others.encode(subset)]), subset };
    },
    wants: contrastWants(settings, 'refineSeeds'),
    knows: (name, row) => others.bothKnown(name, row, row),
    loss: (encoded, left, right, batch = {}) =>
      tf.tidy(() => {
        const losses = [...encoded.parts].flatMap(([name, part]) => {
          const pairs = knownPairs(others, name, left, right);
          if (pairs.left.length === 0) return [];
          if (o.normalize) return [contrast(encoded, part, pairs, batch, { ...settings, temperature: o.temperature })];
          const [a, b] = [pairs.left, pairs.right].map((rows) => pickRows(encoded, part, rows));
          return [contrastiveLoss(a!, b!, o.temperature)];
        });
        return tf.addN(losses) as tf.Scalar;
      }),
    dispose() {
      for (const variable of variables) variable.dispose();
      source.dispose();
      others.dispose();
    },
  };
}

/** @throws {OptionError} for settings of the loss that are unknown or contradict each other */
export function checkContrast(given: ContrastOptions): void {
  contrastWants(contrastOptions.resolve(given), contrastOptions.component);
}

/** What goes through the graph with `graphInput: 'features'`: pictures, without them names, without both all that is known. */
export const graphSource = (task: AlignmentTask): string =>
  ['image', 'name'].find((modality) => has(task, modality)) ?? 'structure';

/** What goes through the graph: one row an entity. */
interface GraphSource {
  /** The name that its embedding gets. */
  readonly name: string;
  readonly variables: readonly tf.Variable[];
  nodes(): tf.Tensor2D;
  dispose(): void;
}

function entitySource({ entityCount }: ModelInputs, _: AlignmentTask, width: number, random: Random): GraphSource {
  const rows = normalVariable([entityCount, width], 1 / Math.sqrt(entityCount), random.fork('entities'));
  return { name: 'structure', variables: [rows], nodes: () => rows as tf.Tensor as tf.Tensor2D, dispose: () => {} };
}

function featureSource(inputs: ModelInputs, task: AlignmentTask, width: number, random: Random): GraphSource {
  const name = graphSource(task);
  const features = fixedFeatures(normalizeRows(structureInput(task, inputs, name)));
  const project = linear(features.cols, width, random.fork('structure linear'));
  return {
    name,
    variables: project.variables,
    nodes: () => project.apply(features.take()),
    dispose: features.dispose,
  };
}

const maskUnit = { missing: 'mask', unitInputs: true, layerColumns: {} } as const;

/** Joint rows of what goes through the graph. */
function structureInput(task: AlignmentTask, inputs: ModelInputs, structure: string): Matrix {
  const table = inputs.features.get(structure);
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

/** The inputs with only the comparable modalities beside the structure's. */
function withOnly(task: AlignmentTask, inputs: ModelInputs, structure: string): ModelInputs {
  const comparable = new Set(task.modalities.filter((m) => m.comparable).map((m) => m.name));
  const features = new Map<string, FeatureTable>();
  for (const [name, table] of inputs.features)
    if (name !== structure && comparable.has(name)) features.set(name, table);
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
