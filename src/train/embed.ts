import * as tf from '@tensorflow/tfjs';
import { l2Normalize, type Matrix, matrix } from '../compute/index.js';
import type { EmbeddingBlock, Model } from '../models/index.js';

/** The joint embeddings of all entities, unit rows, of the left and of the right graph, and what stands in them side by side. */
export function embed(model: Model): { left: Matrix; right: Matrix; blocks: readonly EmbeddingBlock[] } {
  const { leftCount, entityCount } = model;
  let named: readonly EmbeddingBlock[] | undefined;
  const joint = tf.tidy(() => {
    const encoded = model.encode();
    named = encoded.blocks;
    return l2Normalize(encoded.joint);
  });
  const width = joint.shape[1];
  const data = joint.dataSync() as Float32Array;
  joint.dispose();
  return {
    left: matrix(leftCount, width, data.slice(0, leftCount * width)),
    right: matrix(entityCount - leftCount, width, data.slice(leftCount * width)),
    blocks: named ?? [{ name: model.name, width }],
  };
}
