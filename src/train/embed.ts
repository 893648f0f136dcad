import * as tf from '@tensorflow/tfjs';
import { l2Normalize, type Matrix, matrix } from '../compute/index.js';
import type { Model } from '../models/index.js';

/** The joint embeddings of all entities, unit rows, of the left and of the right graph. */
export function embed(model: Model): { left: Matrix; right: Matrix } {
  const { leftCount, entityCount } = model;
  const joint = tf.tidy(() => l2Normalize(model.encode().joint));
  const width = joint.shape[1];
  const data = joint.dataSync() as Float32Array;
  joint.dispose();
  return {
    left: matrix(leftCount, width, data.slice(0, leftCount * width)),
    right: matrix(entityCount - leftCount, width, data.slice(leftCount * width)),
  };
}
