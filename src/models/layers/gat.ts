import * as tf from '@tensorflow/tfjs';
import { type Csr, columnsOfRows, graphAttention, type Random } from '../../compute/index.js';
import type { GraphEncoder } from './graph-encoder.js';
import { constantVariable, uniformVariable } from './uniform.js';

/** A stack of diagonal graph attention layers, ELU between them. */
export interface Gat extends GraphEncoder {
  /** nodes × dimension → nodes × dimension; of `graph` (nodes × nodes, with self-loops) only the pattern counts. */
  apply(h: tf.Tensor2D, graph: Csr, rows?: Int32Array): tf.Tensor2D;
}

/** A layer whose wanted rows have more than this share of the graph's cells computes all rows. */
const worthLeavingOut = 0.5;

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
  const apply = (h: tf.Tensor2D, graph: Csr, rows?: Int32Array): tf.Tensor2D => {
    const wanted = wantedRows(graph, layers.length, rows);
    return layers.reduce((x, { weight, attention }, l) => {
      const input = l === 0 ? x : tf.elu(x);
      const [w, a] = [weight, attention] as tf.Tensor[] as [tf.Tensor2D, tf.Tensor2D];
      return graphAttention(input, w, a, graph, wanted[l]);
    }, h);
  };
  return {
    variables: layers.flatMap(({ weight, attention }) => [weight, attention]),
    apply: (h, graph, rows) => tf.tidy(() => apply(h, graph, rows)),
  };
}

/** The rows that each layer must give for the last one's `rows`; undefined: all. */
function wantedRows(graph: Csr, layers: number, rows?: Int32Array): (Int32Array | undefined)[] {
  const wanted = new Array<Int32Array | undefined>(layers);
  let needed = rows;
  for (let l = layers - 1; l >= 0 && needed; l--) {
    const cells = needed.reduce((sum, i) => sum + graph.offsets[i + 1]! - graph.offsets[i]!, 0);
    if (cells > worthLeavingOut * graph.columns.length) break;
    wanted[l] = needed;
    needed = columnsOfRows(graph, needed);
  }
  return wanted;
}
