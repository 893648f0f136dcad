import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { type Options, option, optionSet, type Resolved } from '../base/index.js';
import { l2Normalize, type Random } from '../compute/index.js';
import { type ContrastPairs, contrast, contrastFields, contrastWants } from './contrast.js';
import type { ModelInputs } from './inputs.js';
import { gat, modalityTransformer, normalVariable } from './layers/index.js';
import { uncertaintyWeights } from './losses/index.js';
import { knownPairs, modalityEncoders, modalityFields } from './modalities.js';
import { type ModelParts, structure } from './model.js';
import { defineModel } from './registry.js';

export const meaformerOptions = optionSet('meaformer', {
  width: option(z.number().int().positive(), 300, 'Width of every embedding'),
  graphHeads: option(z.array(z.number().int().positive()).min(1), [2, 2], 'Attention heads of each graph layer'),
  heads: option(z.number().int().positive(), 1, 'Attention heads of the fusion'),
  intermediate: option(
    z.number().int().nonnegative(),
    400,
    "Width of the fusion's GELU layer; 0: none, as in the public code for the FB15K pairs",
  ),
  dropout: option(z.number().min(0).lt(1), 0.1, 'Dropout in the fusion, in training'),
  temperature: option(z.number().positive(), 0.1, 'τ of the contrastive losses'),
  ...modalityFields,
  ...contrastFields,
});

/** MEAformer's settings; the defaults are its authors' for DBP15K, but for `missing` (theirs: `draw`). */
export interface MeaformerOptions extends Options<typeof meaformerOptions> {}

/**
 * MEAformer (Chen et al., ACM MM 2023, arXiv 2212.14454; method §4.3): MCLEA's encoders, fused by one transformer layer
 * over each entity's modality tokens, which gives every entity its own modality weights. Loss: ICL of the joint
 * embedding + uncertainty-weighted ICL of the modality embeddings + the same of the hidden states (one set of s_m).
 */
export function meaformer(inputs: ModelInputs, o: Resolved<MeaformerOptions>, random: Random): ModelParts {
  const { entityCount, adjacency } = inputs;
  const entities = normalVariable([entityCount, o.width], 1 / Math.sqrt(entityCount), random.fork('entities'));
  const graph = gat(o.width, o.graphHeads, random.fork('graph'));
  const modalities = modalityEncoders(inputs, () => o.width, o, random);
  const names = [structure, ...modalities.names];
  const mixer = modalityTransformer(o.width, o, random.fork('fusion'));
  const balance = uncertaintyWeights(names);
  return {
    variables: [entities, ...graph.variables, ...modalities.variables, ...mixer.variables, balance.logVariances],
    encode(subset, dropoutSeed) {
      const nodes = graph.apply(entities as tf.Tensor as tf.Tensor2D, adjacency);
      const first = [structure, subset ? tf.gather(nodes, subset.rows) : nodes] as const;
      const parts = new Map([first, ...modalities.encode(subset)]);
      const tokens = names.map((name) => parts.get(name)!);
      const { hidden, weights } = mixer.apply(tokens, knownColumns(names, modalities.masks(subset)), dropoutSeed);
      const blocks = tokens.map((token, m) => tf.mul(l2Normalize(token), tf.slice(weights, [0, m], [-1, 1])));
      names.forEach((name, m) => {
        parts.set(hiddenName(name), hidden[m]!);
      });
      return { joint: tf.concat(blocks, 1) as tf.Tensor2D, parts, subset };
    },
    wants: contrastWants(o, 'meaformer'),
    loss: (encoded, left, right, batch = {}) =>
      tf.tidy(() => {
        const one = (rows: tf.Tensor2D, pairs: ContrastPairs) => contrast(encoded, rows, pairs, batch, o);
        const before = new Map<string, tf.Scalar>();
        const after = new Map<string, tf.Scalar>();
        for (const name of names) {
          const pairs = knownPairs(modalities, name, left, right);
          if (pairs.left.length === 0) continue;
          before.set(name, one(encoded.parts.get(name)!, pairs));
          after.set(name, one(encoded.parts.get(hiddenName(name))!, pairs));
        }
        const parts = tf.add(balance.weigh(before), balance.weigh(after));
        return tf.add(one(encoded.joint, { left, right }), parts) as tf.Scalar;
      }),
    dispose: modalities.dispose,
  };
}

const hiddenName = (name: string) => `${name} hidden`;

/** rows × modalities of 0/1; undefined when no entity lacks any. */
function knownColumns(names: readonly string[], masks: ReadonlyMap<string, tf.Tensor2D>): tf.Tensor2D | undefined {
  const any = masks.values().next().value;
  if (!any) return undefined;
  return tf.concat(
    names.map((name) => masks.get(name) ?? tf.onesLike(any)),
    1,
  );
}

defineModel<MeaformerOptions>({
  name: 'meaformer',
  options: meaformerOptions,
  training: {
    step: 'batch',
    batchSize: 3500,
    weightDecay: 1e-4,
    clipNorm: 1,
    schedule: 'cosine',
    warmup: 0.15,
    iterativeChecks: 5,
  },
  build: meaformer,
});
