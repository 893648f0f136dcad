import * as tf from '@tensorflow/tfjs';
import { OptionError, type Resolved } from '../../base/index.js';
import { l2Normalize, type Random } from '../../compute/index.js';
import { modalityTransformer, type TransformerOptions, transformerOptions } from '../layers/index.js';
import { blocksOf, defineFusion, type Fusion } from './fusion.js';

/**
 * MEAformer's fusion (arXiv 2212.14454; method §4.3): one transformer layer over each entity's modality tokens gives every
 * entity its own weights; unit rows of each part times its weight, side by side. `hidden`: the layer's outputs.
 * @param width of every part
 */
export function transformerFusion(
  names: readonly string[],
  width: number,
  o: Resolved<TransformerOptions>,
  random: Random,
): Fusion {
  const layer = modalityTransformer(width, o, random);
  return {
    variables: layer.variables,
    apply(parts, known, dropoutSeed) {
      const tokens = names.map((name) => parts.get(name)!);
      const { hidden, weights } = layer.apply(tokens, known && knownColumns(names, known), dropoutSeed);
      const blocks = tokens.map((token, m) => tf.mul(l2Normalize(token), tf.slice(weights, [0, m], [-1, 1])));
      return {
        joint: tf.concat(blocks, 1) as tf.Tensor2D,
        hidden: new Map(names.map((name, m) => [name, hidden[m]!])),
        blocks: blocksOf(names, parts),
      };
    },
  };
}

/** rows × modalities of 0/1; undefined when no entity lacks any. */
function knownColumns(names: readonly string[], known: ReadonlyMap<string, tf.Tensor2D>): tf.Tensor2D | undefined {
  const any = known.values().next().value;
  if (!any) return undefined;
  return tf.concat(
    names.map((name) => known.get(name) ?? tf.onesLike(any)),
    1,
  );
}

defineFusion<TransformerOptions>({
  name: 'transformer',
  options: transformerOptions,
  build(widths, o, random) {
    const [width, ...others] = widths.values();
    if (others.some((other) => other !== width))
      throw new OptionError(
        `the widths differ: ${[...widths].map(([name, each]) => `${name} ${each}`).join(', ')}`,
        'option "fusion": "transformer"',
        'Give all embeddings one width',
      );
    return transformerFusion([...widths.keys()], width!, o, random);
  },
});
