import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { Random } from '../compute/index.js';
import { assemble, type BatchLoss, entityNodes } from './assemble.js';
import { detach } from './detach.js';
import { type Fusion, weightedFusion } from './fusions/index.js';
import type { ModelInputs } from './inputs.js';
import { gcn } from './layers/index.js';
import { type EmbeddedPairs, nca } from './losses/index.js';
import { modalityEncoders, modalityFields } from './modalities.js';
import { type ModelParts, structure } from './model.js';
import { defineModel } from './registry.js';

export const evaOptions = optionSet('eva', {
  widths: option(
    z.array(columnCount()).min(2).max(64),
    [400, 400, 200],
    'Widths of the entity embeddings and of the two graph layers',
  ),
  modalityWidth: option(columnCount(), 100, 'Width of an embedding that `modalityWidths` does not name'),
  modalityWidths: option(
    z.record(z.string(), columnCount()),
    { image: 200 },
    "Width of a modality's embedding by its name",
  ),
  structureAlpha: option(z.number().positive(), 5, "α of the structure's NCA loss"),
  alpha: option(z.number().positive(), 15, 'α of the other NCA losses'),
  beta: option(z.number().nonnegative(), 10, 'β of all NCA losses'),
  ...modalityFields,
});

/** EVA's settings; the defaults are its authors' for DBP15K, but for `missing` (theirs: `draw`). */
export interface EvaOptions extends Options<typeof evaOptions> {}

/**
 * EVA (Liu et al., AAAI 2021, arXiv 2009.13603; method §4.1): graph convolution over entity embeddings, a linear layer
 * a modality, weighted concatenation. The joint embedding's gradient reaches the fusion's weights alone (the parts enter it
 * detached).
 */
export function eva(inputs: ModelInputs, o: Resolved<EvaOptions>, random: Random): ModelParts {
  const nodes = entityNodes(inputs, o.widths[0]!, () => gcn(o.widths, random.fork('graph')), random);
  const modalities = modalityEncoders(inputs, (name) => o.modalityWidths[name] ?? o.modalityWidth, o, random);
  return assemble({
    nodes,
    modalities,
    fusion: ofDetached(weightedFusion([structure, ...modalities.names])),
    loss: evaLoss(o),
  });
}

/** The fusion of parts that no gradient flows back into. */
function ofDetached({ variables, apply }: Fusion): Fusion {
  return {
    variables,
    apply(parts, ...rest) {
      const detached = new Map([...parts].map(([name, part]) => [name, detach(part)]));
      return apply(detached, ...rest);
    },
  };
}

/** The sum of the NCA losses of the joint embedding and of the parts. */
function evaLoss(o: Resolved<EvaOptions>): BatchLoss {
  const loss = ({ ends }: EmbeddedPairs, alpha: number) => nca(ends.left, ends.right, { alpha, beta: o.beta });
  return {
    variables: [],
    apply({ joint, parts }) {
      const terms = [loss(joint, o.alpha)];
      for (const [name, part] of parts) terms.push(loss(part, name === structure ? o.structureAlpha : o.alpha));
      return terms.reduce((a, b) => tf.add(a, b));
    },
  };
}

defineModel<EvaOptions>({
  name: 'eva',
  options: evaOptions,
  // The authors' batches hold all seeds up to 7500.
  training: { batchSize: 7500 },
  build: eva,
});
