import * as tf from '@tensorflow/tfjs';
import { type Csr, type Random, sparseMatMul } from '../../compute/index.js';
import type { GraphEncoder } from './graph-encoder.js';
import { uniformVariable } from './uniform.js';

/** A stack of graph convolutions, ReLU between them. */
export interface Gcn extends GraphEncoder {
  /** nodes × widths[0] → nodes × the last width; `graph` (nodes × nodes) with its weights, normalised by the caller. */
  apply(h: tf.Tensor2D, graph: Csr): tf.Tensor2D;
}

/**
 * Graph convolution, x ↦ graph · x · W + b (Kipf & Welling, arXiv 1609.02907), from widths[0] to each next width.
 * Weights and biases start uniform in ±1/√(output width), as in the authors' code, which EVA uses.
 */
export function gcn(widths: readonly number[], random: Random): Gcn {
  const layers = widths.slice(1).map((outputs, l) => ({
    weight: uniformVariable([widths[l]!, outputs], 1 / Math.sqrt(outputs), random),
    bias: uniformVariable([outputs], 1 / Math.sqrt(outputs), random),
  }));
  const apply = (h: tf.Tensor2D, graph: Csr): tf.Tensor2D =>
    layers.reduce((x, { weight, bias }, l) => {
      const input = l === 0 ? x : tf.relu(x);
      return tf.add(sparseMatMul(graph, tf.matMul(input, weight as tf.Tensor as tf.Tensor2D)), bias);
    }, h);
  return {
    variables: layers.flatMap(({ weight, bias }) => [weight, bias]),
    apply: (h, graph) => tf.tidy(() => apply(h, graph)),
  };
}
