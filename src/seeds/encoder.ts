import * as tf from '@tensorflow/tfjs';
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
  fixedFeatures,
  gat,
  linear,
  type Model,
  type ModelInputs,
  modalityEncoders,
  modelInputs,
  pickRows,
} from '../models/index.js';
import { rawSides, type Sides } from './sides.js';
import { fusedWeights, has } from './weights.js';

/** Settings of stage 2's encoder and its loss. */
export interface EncoderOptions {
  /** Width of every embedding. */
  readonly width: number;
  /** Attention heads of each graph layer. */
  readonly heads: readonly number[];
  /** τ of the contrastive loss. */
  readonly temperature: number;
  /** Whether embeddings are made unit before the loss. */
  readonly normalize: boolean;
}

/** Learned unit rows of both graphs by modality; the graph encoder's stand under the modality it starts from. */
export type Embeddings = ReadonlyMap<string, Sides>;

/** The modality whose features go through the graph: pictures, without them names, without both none (all fused). */
export function structureModality(task: AlignmentTask): string {
  return ['image', 'name'].find((name) => has(task, name)) ?? 'structure';
}

/**
 * Stage 2's encoder (method §3): pictures through Linear and a stack of diagonal graph attention; attributes and
 * relations through Linear each. Modalities that are not comparable are left out. Loss: the sum of their ICL losses.
 */
export function seedEncoder(task: AlignmentTask, o: EncoderOptions, random: Random): Model {
  const inputs = modelInputs(task);
  const structure = structureModality(task);
  const source = fixedFeatures(normalizeRows(structureInput(task, inputs, structure)));
  const project = linear(source.cols, o.width, random.fork('structure linear'));
  const graph = gat(o.width, o.heads, random.fork('structure graph'));
  const others = modalityEncoders(withOnly(task, inputs, structure), () => o.width, maskUnit, random);
  const at = (x: tf.Tensor2D) => (o.normalize ? l2Normalize(x) : x);
  const variables = [...project.variables, ...graph.variables, ...others.variables];
  return {
    name: 'stage 2',
    leftCount: inputs.leftCount,
    entityCount: inputs.entityCount,
    variables,
    encode(subset) {
      const nodes = graph.apply(project.apply(source.take()), inputs.adjacency);
      const rows = subset ? tf.gather(nodes, subset.rows) : nodes;
      return { joint: rows, parts: new Map([[structure, rows], ...others.encode(subset)]), subset };
    },
    loss: (encoded, left, right) =>
      tf.tidy(() => {
        const losses = [...encoded.parts.values()].map((part) =>
          contrastiveLoss(at(pickRows(encoded, part, left)), at(pickRows(encoded, part, right)), o.temperature),
        );
        return tf.addN(losses) as tf.Scalar;
      }),
    dispose() {
      for (const variable of variables) variable.dispose();
      source.dispose();
      others.dispose();
    },
  };
}

const maskUnit = { missing: 'mask', unitInputs: true } as const;

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

/** What the encoder has learned of all entities, unit rows. */
export function embeddings(model: Model): Embeddings {
  const parts = tf.tidy(() => {
    const encoded = model.encode();
    return Object.fromEntries([...encoded.parts].map(([name, part]) => [name, l2Normalize(part)]));
  });
  const out = new Map<string, Sides>();
  for (const [name, tensor] of Object.entries(parts)) {
    const cols = tensor.shape[1];
    const data = tensor.dataSync() as Float32Array;
    out.set(name, {
      left: matrix(model.leftCount, cols, data.slice(0, model.leftCount * cols)),
      right: matrix(model.entityCount - model.leftCount, cols, data.slice(model.leftCount * cols)),
    });
    tensor.dispose();
  }
  return out;
}
