import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { Random } from '../compute/index.js';
import { type ContrastPairs, contrast, contrastFields, contrastWants } from './contrast.js';
import { weightedFusion } from './fusion.js';
import type { ModelInputs } from './inputs.js';
import { gat, normalVariable } from './layers/index.js';
import { type Ends, ial, uncertaintyWeights } from './losses/index.js';
import { knownPairs, modalityEncoders, modalityFields } from './modalities.js';
import { type Encoded, type ModelParts, pickRows, structure } from './model.js';
import { defineModel } from './registry.js';

export const mcleaOptions = optionSet('mclea', {
  width: option(z.number().int().positive(), 300, 'Width of the entity embeddings and of the graph encoder'),
  heads: option(z.array(z.number().int().positive()).min(1), [2, 2], 'Attention heads of each graph layer'),
  modalityWidth: option(z.number().int().positive(), 100, "Width of each modality's embedding"),
  temperature: option(z.number().positive(), 0.1, 'τ of the contrastive losses'),
  alignmentTemperature: option(z.number().positive(), 4, 'τ of the alignment losses'),
  zoom: option(z.number().positive(), 0.1, 'The factor inside each alignment loss'),
  alignmentWeight: option(z.number().nonnegative(), 0.1, 'The factor before the weighted sum of alignment losses'),
  ...modalityFields,
  ...contrastFields,
});

/** MCLEA's settings; the defaults are its authors' for DBP15K, but for `missing` (theirs: `draw`). */
export interface McleaOptions extends Options<typeof mcleaOptions> {}

/**
 * MCLEA (Lin et al., COLING 2022, arXiv 2209.00891; method §4.2): diagonal graph attention over entity embeddings, a
 * linear layer a modality, weighted concatenation. Loss: ICL of the joint embedding + uncertainty-weighted ICL of each
 * part + `alignmentWeight` × uncertainty-weighted IAL from the joint embedding to each part. With `missing: 'mask'` an
 * entity without a modality has a zero block in the joint embedding, and its pairs are no part of that modality's loss.
 */
export function mclea(inputs: ModelInputs, o: Resolved<McleaOptions>, random: Random): ModelParts {
  const { entityCount, adjacency } = inputs;
  const entities = normalVariable([entityCount, o.width], 1 / Math.sqrt(entityCount), random.fork('entities'));
  const graph = gat(o.width, o.heads, random.fork('graph'));
  const modalities = modalityEncoders(inputs, () => o.modalityWidth, o, random);
  const names = [structure, ...modalities.names];
  const fusion = weightedFusion(names);
  const within = uncertaintyWeights(names);
  const between = uncertaintyWeights(names);
  return {
    variables: [
      entities,
      ...graph.variables,
      ...modalities.variables,
      fusion.logits,
      within.logVariances,
      between.logVariances,
    ],
    encode(subset) {
      const nodes = graph.apply(entities as tf.Tensor as tf.Tensor2D, adjacency);
      const rows = subset ? tf.gather(nodes, subset.rows) : nodes;
      const parts = new Map([[structure, rows], ...modalities.encode(subset)]);
      return { joint: fusion.fuse(parts, modalities.masks(subset)), parts, subset };
    },
    wants: contrastWants(o, 'mclea'),
    loss: (encoded, left, right, batch = {}) =>
      tf.tidy(() => {
        const one = (rows: tf.Tensor2D, pairs: ContrastPairs) => contrast(encoded, rows, pairs, batch, o);
        const apart = new Map<string, tf.Scalar>();
        const align = new Map<string, tf.Scalar>();
        const joint = ends(encoded, encoded.joint, left, right);
        for (const name of names) {
          const pairs = knownPairs(modalities, name, left, right);
          if (pairs.left.length === 0) continue;
          const part = ends(encoded, encoded.parts.get(name)!, pairs.left, pairs.right);
          const whole = pairs.left === left ? joint : ends(encoded, encoded.joint, pairs.left, pairs.right);
          apart.set(name, one(encoded.parts.get(name)!, { ...pairs, ends: part }));
          align.set(name, ial(part, whole, { temperature: o.alignmentTemperature, zoom: o.zoom }));
        }
        const total = tf.add(one(encoded.joint, { left, right, ends: joint }), within.weigh(apart));
        return tf.add(total, tf.mul(between.weigh(align), o.alignmentWeight)) as tf.Scalar;
      }),
    dispose: modalities.dispose,
  };
}

function ends(encoded: Encoded, part: tf.Tensor2D, left: Int32Array, right: Int32Array): Ends {
  return { left: pickRows(encoded, part, left), right: pickRows(encoded, part, right) };
}

defineModel<McleaOptions>({ name: 'mclea', options: mcleaOptions, build: mclea });
