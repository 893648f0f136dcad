import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, like, type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { Random } from '../compute/index.js';
import { assemble, type BatchLoss, entityNodes } from './assemble.js';
import { buildFusion, fusionFields } from './fusions/index.js';
import type { ModelInputs } from './inputs.js';
import { gat } from './layers/index.js';
import { lossFields, lossWants, pairLoss, pairLosses, uncertaintyWeights } from './losses/index.js';
import { modalityEncoders, modalityFields } from './modalities.js';
import { type ModelParts, structure } from './model.js';
import { defineModel } from './registry.js';

export const meaformerOptions = optionSet('meaformer', {
  width: option(columnCount(), 300, 'Width of every embedding'),
  graphHeads: option(z.array(columnCount()).min(1).max(64), [2, 2], 'Attention heads of each graph layer'),
  temperature: option(z.number().positive(), 0.1, 'τ of the contrastive losses'),
  ...fusionFields,
  fusion: like(fusionFields.fusion, 'transformer'),
  ...modalityFields,
  ...lossFields,
});

/** MEAformer's settings; the defaults are its authors' for DBP15K, but for `missing` (theirs: `draw`). */
export interface MeaformerOptions extends Options<typeof meaformerOptions> {}

/**
 * MEAformer (Chen et al., ACM MM 2023, arXiv 2212.14454; method §4.3): MCLEA's encoders, fused by one transformer layer
 * over each entity's modality tokens, which gives every entity its own modality weights.
 */
export function meaformer(inputs: ModelInputs, o: Resolved<MeaformerOptions>, random: Random): ModelParts {
  const nodes = entityNodes(inputs, o.width, () => gat(o.width, o.graphHeads, random.fork('graph')), random);
  const modalities = modalityEncoders(inputs, () => o.width, o, random);
  const names = [structure, ...modalities.names];
  return assemble({
    nodes,
    modalities,
    fusion: buildFusion(new Map(names.map((name) => [name, o.width])), o, random.fork('fusion')),
    loss: meaformerLoss(names, o),
  });
}

/**
 * ICL (or the named loss) of the joint embedding + uncertainty-weighted ICL of the modality embeddings + the same of the
 * hidden states (one set of s_m).
 */
function meaformerLoss(names: readonly string[], o: Resolved<MeaformerOptions>): BatchLoss {
  const balance = uncertaintyWeights(names);
  return {
    variables: [balance.logVariances],
    wants: lossWants(o, 'meaformer'),
    apply({ joint, parts, hidden, context }) {
      const before = balance.weigh(pairLosses(parts, context, o));
      const after = balance.weigh(pairLosses(hidden, context, o));
      return tf.add(pairLoss(joint, context, o), tf.add(before, after)) as tf.Scalar;
    },
  };
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
