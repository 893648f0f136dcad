import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { Random } from '../compute/index.js';
import { assemble, type BatchLoss, entityNodes } from './assemble.js';
import { buildFusion, fusionFields } from './fusions/index.js';
import type { ModelInputs } from './inputs.js';
import { gat } from './layers/index.js';
import { ial, lossFields, lossWants, pairLoss, pairLosses, uncertaintyWeights } from './losses/index.js';
import { modalityEncoders, modalityFields } from './modalities.js';
import { type ModelParts, structure } from './model.js';
import { defineModel } from './registry.js';

export const mcleaOptions = optionSet('mclea', {
  width: option(columnCount(), 300, 'Width of the entity embeddings and of the graph encoder'),
  heads: option(z.array(columnCount()).min(1).max(64), [2, 2], 'Attention heads of each graph layer'),
  modalityWidth: option(columnCount(), 100, "Width of each modality's embedding"),
  temperature: option(z.number().positive(), 0.1, 'τ of the contrastive losses'),
  alignmentTemperature: option(z.number().positive(), 4, 'τ of the alignment losses'),
  zoom: option(z.number().positive(), 0.1, 'The factor inside each alignment loss'),
  alignmentWeight: option(z.number().nonnegative(), 0.1, 'The factor before the weighted sum of alignment losses'),
  ...fusionFields,
  ...modalityFields,
  ...lossFields,
});

/** MCLEA's settings; the defaults are its authors' for DBP15K, but for `missing` (theirs: `draw`). */
export interface McleaOptions extends Options<typeof mcleaOptions> {}

/**
 * MCLEA (Lin et al., COLING 2022, arXiv 2209.00891; method §4.2): diagonal graph attention over entity embeddings, a
 * linear layer a modality, weighted concatenation. With `missing: 'mask'` an entity without a modality has a zero block in
 * the joint embedding, and its pairs are no part of that modality's loss.
 */
export function mclea(inputs: ModelInputs, o: Resolved<McleaOptions>, random: Random): ModelParts {
  const nodes = entityNodes(inputs, o.width, () => gat(o.width, o.heads, random.fork('graph')), random);
  const modalities = modalityEncoders(inputs, () => o.modalityWidth, o, random);
  const widths = new Map([[structure, o.width], ...modalities.names.map((name) => [name, o.modalityWidth] as const)]);
  return assemble({
    nodes,
    modalities,
    fusion: buildFusion(widths, o, random.fork('fusion')),
    loss: mcleaLoss([...widths.keys()], o),
  });
}

/**
 * ICL (or the named loss) of the joint embedding + uncertainty-weighted ICL of each part (and of what the fusion makes of
 * it, by the same weights) + `alignmentWeight` × uncertainty-weighted IAL from the joint embedding to each part.
 */
function mcleaLoss(names: readonly string[], o: Resolved<McleaOptions>): BatchLoss {
  const within = uncertaintyWeights(names);
  const between = uncertaintyWeights(names);
  return {
    variables: [within.logVariances, between.logVariances],
    wants: lossWants(o, 'mclea'),
    apply({ joint, parts, hidden, context }) {
      const apart = new Map<string, tf.Scalar>();
      const align = new Map<string, tf.Scalar>();
      for (const [name, part] of parts) {
        apart.set(name, pairLoss(part, context, o));
        align.set(name, ial(part.ends, joint.at(part).ends, { temperature: o.alignmentTemperature, zoom: o.zoom }));
      }
      const total = tf.add(pairLoss(joint, context, o), within.weigh(apart));
      const whole = hidden.size > 0 ? tf.add(total, within.weigh(pairLosses(hidden, context, o))) : total;
      return tf.add(whole, tf.mul(between.weigh(align), o.alignmentWeight)) as tf.Scalar;
    },
  };
}

defineModel<McleaOptions>({ name: 'mclea', options: mcleaOptions, build: mclea });
