import * as tf from '@tensorflow/tfjs';
import { type Csr, graphAttention, type Random } from '../../compute/index.js';
import type { GraphEncoder } from './graph-encoder.js';
import { constantVariable, uniformVariable } from './uniform.js';

/** A stack of diagonal graph attention layers, ELU between them. */
export interface Gat extends GraphEncoder {
  /** nodes × dimension → nodes × dimension; of `graph` (nodes × nodes, with self-loops) only the pattern counts. */
  apply(h: tf.Tensor2D, graph: Csr): tf.Tensor2D;
}

/**
 * Graph attention with a diagonal weight (one vector a head) and heads averaged, `heads[l]` heads in layer l
 * (MCLEA's encoder, arXiv 2209.00891; the public code's coefficient exp(−LeakyReLU(a·[h_i ; h_j])) over its row sum).
 * Weights start at 1, attention vectors uniform in ±1/√(2·dimension).
 */
export function gat(dimension: number, heads: readonly number[], random: Random): Gat {
  const layers = heads.map((count) => ({
    weight: constantVariable([count, dimension], 1),
    attention: uniformVariable([count, 2 * dimension], 1 / Math.sqrt(2 * dimension), random),
  }));
  const apply = (h: tf.Tensor2D, graph: Csr): tf.Tensor2D =>
    layers.reduce((x, { weight, attention }, l) => {
      const input = l === 0 ? x : tf.elu(x);
      return graphAttention(input, weight as tf.Tensor as tf.Tensor2D, attention as tf.Tensor as tf.Tensor2D, graph);
    }, h);
  return {
    variables: layers.flatMap(({ weight, attention }) => [weight, attention]),
    apply: (h, graph) => tf.tidy(() => apply(h, graph)),
  };
}
