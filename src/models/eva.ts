import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { Random } from '../compute/index.js';
import { detach } from './detach.js';
import { weightedFusion } from './fusion.js';
import type { ModelInputs } from './inputs.js';
import { gcn, normalVariable } from './layers/index.js';
import { nca } from './losses/index.js';
import { knownPairs, modalityEncoders, modalityFields } from './modalities.js';
import { type ModelParts, pickRows, structure } from './model.js';
import { defineModel } from './registry.js';

export const evaOptions = optionSet('eva', {
  widths: option(
    z.array(z.number().int().positive()).min(2),
    [400, 400, 200],
    'Widths of the entity embeddings and of the two graph layers',
  ),
  modalityWidth: option(z.number().int().positive(), 100, 'Width of an embedding that `modalityWidths` does not name'),
  modalityWidths: option(
    z.record(z.string(), z.number().int().positive()),
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
 * a modality, weighted concatenation. Loss: the sum of the NCA losses of the parts and of the joint embedding, whose
 * gradient reaches the fusion's weights alone (the parts enter it detached).
 */
export function eva(inputs: ModelInputs, o: Resolved<EvaOptions>, random: Random): ModelParts {
  const { entityCount, adjacency } = inputs;
  const entities = normalVariable([entityCount, o.widths[0]!], 1 / Math.sqrt(entityCount), random.fork('entities'));
  const graph = gcn(o.widths, random.fork('graph'));
  const widthOf = (name: string) => o.modalityWidths[name] ?? o.modalityWidth;
  const modalities = modalityEncoders(inputs, widthOf, o, random);
  const names = [structure, ...modalities.names];
  const fusion = weightedFusion(names);
  return {
    variables: [entities, ...graph.variables, ...modalities.variables, fusion.logits],
    encode(subset) {
      const nodes = graph.apply(entities as tf.Tensor as tf.Tensor2D, adjacency);
      const parts = new Map([
        [structure, subset ? tf.gather(nodes, subset.rows) : nodes],
        ...modalities.encode(subset),
      ]);
      const detached = new Map([...parts].map(([name, part]) => [name, detach(part)]));
      return { joint: fusion.fuse(detached, modalities.masks(subset)), parts, subset };
    },
    loss: (encoded, left, right) =>
      tf.tidy(() => {
        const loss = (part: tf.Tensor2D, alpha: number, l: Int32Array, r: Int32Array) =>
          nca(pickRows(encoded, part, l), pickRows(encoded, part, r), { alpha, beta: o.beta });
        const terms = [loss(encoded.joint, o.alpha, left, right)];
        for (const name of names) {
          const pairs = knownPairs(modalities, name, left, right);
          const alpha = name === structure ? o.structureAlpha : o.alpha;
          if (pairs.left.length > 0) terms.push(loss(encoded.parts.get(name)!, alpha, pairs.left, pairs.right));
        }
        return terms.reduce((a, b) => tf.add(a, b));
      }),
    dispose: modalities.dispose,
  };
}

defineModel<EvaOptions>({
  name: 'eva',
  options: evaOptions,
  // The authors' batches hold all seeds up to 7500.
  training: { batchSize: 7500 },
  build: eva,
});
