import type * as tf from '@tensorflow/tfjs';
import type { Csr } from '../../compute/index.js';

/** What turns entity embeddings into ones that know of their neighbours. */
export interface GraphEncoder {
  readonly variables: readonly tf.Variable[];
  /**
   * nodes × width → nodes × width of the last layer; `graph` is nodes × nodes, with self-loops. Where only some `rows`
   * are wanted (ascending), the others may hold anything that is finite.
   */
  apply(h: tf.Tensor2D, graph: Csr, rows?: Int32Array): tf.Tensor2D;
}
