import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, type OptionsFrom, option, type Resolved } from '../base/index.js';
import type { Random } from '../compute/index.js';
import { assemble, type BatchLoss, entityNodes } from './assemble.js';
import { buildFusion, fusionFields } from './fusions/index.js';
import type { ModelInputs } from './inputs.js';
import type { GraphEncoder } from './layers/index.js';
import { type EmbeddedPairs, lossFields, lossWants, type PairLossOptions, pairLoss } from './losses/index.js';
import { modalityEncoders, modalityFields } from './modalities.js';
import { type ModelParts, structure } from './model.js';

/** The options of a model that is an encoder in the frame, for its option set. */
export const frameFields = {
  width: option(columnCount(), 100, 'Width of every embedding'),
  temperature: option(z.number().positive(), 0.1, 'τ of the loss'),
  ...fusionFields,
  ...lossFields,
  ...modalityFields,
};

export interface FrameOptions extends OptionsFrom<typeof frameFields> {}

/** The sum of the named loss over the joint embedding, the parts and what the fusion made of them. */
export function summedLoss(o: Resolved<PairLossOptions>, component: string): BatchLoss {
  return {
    variables: [],
    wants: lossWants(o, component),
    apply({ joint, parts, hidden, context }) {
      const all: EmbeddedPairs[] = [joint, ...parts.values(), ...hidden.values()];
      return tf.addN(all.map((pairs) => pairLoss(pairs, context, o))) as tf.Scalar;
    },
  };
}

/**
 * A model around a graph encoder: a learned vector an entity goes in; a linear layer a modality stands beside it, and what
 * comes out of all is fused. The loss is the plain sum of the named one over all embeddings.
 */
export function framed(
  name: string,
  inputs: ModelInputs,
  makeGraph: () => GraphEncoder,
  o: Resolved<FrameOptions>,
  random: Random,
): ModelParts {
  const nodes = entityNodes(inputs, o.width, makeGraph, random);
  const modalities = modalityEncoders(inputs, () => o.width, o, random);
  const widths = new Map([structure, ...modalities.names].map((part) => [part, o.width]));
  const fusion = buildFusion(widths, o, random.fork('fusion'));
  return assemble({ nodes, modalities, fusion, loss: summedLoss(o, name) });
}
