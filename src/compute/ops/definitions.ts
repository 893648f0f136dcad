import * as tf from '@tensorflow/tfjs';
import { rowOfCells } from '../csr.js';
import type { Csr } from '../matrix.js';
import type { ContrastWeights } from './weighted-contrastive-loss.js';

// Each fused op composed of plain tf ops: what it means, on any backend. The contract test holds the fast ones to it.

/** Added to a logit that must not count: exp of it is 0, and 0 times it is 0. */
const masked = -1e9;

/** Logits of the rows of `z` against `w` (the other side) and against `z` itself, self masked: B × 2B. */
function sideLogits(z: tf.Tensor2D, w: tf.Tensor2D, temperature: number): tf.Tensor2D {
  const across = tf.div(tf.matMul(z, w, false, true), temperature);
  const within = tf.div(tf.matMul(z, z, false, true), temperature);
  return tf.concat([across, tf.add(within, tf.mul(tf.eye(z.shape[0]), masked))], 1) as tf.Tensor2D;
}

/** Definition of `contrastiveLoss`. */
export function contrastiveLossDefinition(left: tf.Tensor2D, right: tf.Tensor2D, temperature: number): tf.Scalar {
  return tf.tidy(() => {
    const own = tf.div(tf.sum(tf.mul(left, right), 1), temperature);
    const direction = (z: tf.Tensor2D, w: tf.Tensor2D) =>
      tf.mean(tf.sub(tf.logSumExp(sideLogits(z, w, temperature), 1), own));
    return tf.mul(tf.add(direction(left, right), direction(right, left)), 0.5) as tf.Scalar;
  });
}

/** Definition of `weightedContrastiveLoss`. */
export function weightedContrastiveLossDefinition(
  left: tf.Tensor2D,
  right: tf.Tensor2D,
  temperature: number,
  o: ContrastWeights = {},
): tf.Scalar {
  return tf.tidy(() => {
    const ends = { left, right };
    const direction = (from: 'left' | 'right', to: 'left' | 'right') => {
      const z = ends[from];
      const own = tf.div(tf.sum(tf.mul(z, ends[to]), 1, true), temperature);
      const apart = tf.mul(tf.eye(z.shape[0]), masked);
      const terms: tf.Tensor[] = [own];
      for (const side of [from, to]) {
        const logits = tf.div(tf.matMul(z, ends[side], false, true), temperature);
        terms.push(tf.add(tf.add(logits, apart), logRow(o.negatives?.[side])));
        if (!o.extra) continue;
        const more = tf.div(tf.matMul(z, o.extra[side], false, true), temperature);
        terms.push(tf.add(more, logRow(o.extraWeights?.[side])));
      }
      const losses = tf.sub(tf.logSumExp(tf.concat(terms, 1), 1), tf.squeeze(own, [1]));
      return tf.mean(o.anchors ? tf.mul(losses, tf.tensor1d(o.anchors[from])) : losses);
    };
    return tf.mul(tf.add(direction('left', 'right'), direction('right', 'left')), 0.5) as tf.Scalar;
  });
}

/** Weights as what they add to a row of logits. */
function logRow(weights?: Float32Array): tf.Tensor {
  return weights
    ? tf.tensor2d(
        weights.map((w) => (w > 0 ? Math.log(w) : masked)),
        [1, weights.length],
      )
    : tf.scalar(0);
}

/** Definition of `alignmentLoss`. */
export function alignmentLossDefinition(
  left: tf.Tensor2D,
  right: tf.Tensor2D,
  jointLeft: tf.Tensor2D,
  jointRight: tf.Tensor2D,
  temperature: number,
): tf.Scalar {
  return tf.tidy(() => {
    const direction = (z: tf.Tensor2D, w: tf.Tensor2D, jointZ: tf.Tensor2D, jointW: tf.Tensor2D) => {
      const modality = tf.logSoftmax(sideLogits(z, w, temperature));
      const joint = fixed(tf.logSoftmax(sideLogits(jointZ, jointW, temperature)));
      return tf.mean(tf.mul(fixed(tf.exp(joint)), tf.sub(joint, modality)));
    };
    const both = tf.add(direction(left, right, jointLeft, jointRight), direction(right, left, jointRight, jointLeft));
    return tf.mul(both, 0.5) as tf.Scalar;
  });
}

/** The same values, with no gradient into what they come from. */
const fixed = tf.customGrad((x) => ({
  value: (x as tf.Tensor).clone(),
  gradFunc: (dy) => tf.zerosLike(dy),
})) as unknown as <T extends tf.Tensor>(x: T) => T;

/** Definition of `l2Normalize`. */
export function l2NormalizeDefinition(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(x), 1, true);
    const length = tf.sqrt(tf.maximum(squares, 1e-24));
    return tf.div(x, length) as tf.Tensor2D;
  });
}

/** Definition of `sparseMatMul`. */
export function sparseMatMulDefinition(a: Csr, x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = tf.tensor1d(rowOfCells(a), 'int32');
    const columns = tf.tensor1d(a.columns, 'int32');
    const values = tf.tensor2d(a.values, [a.values.length, 1]);
    return tf.unsortedSegmentSum(tf.mul(tf.gather(x, columns), values), rows, a.rows) as tf.Tensor2D;
  });
}

/** Definition of `graphAttention`. */
export function graphAttentionDefinition(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  attention: tf.Tensor2D,
  graph: Csr,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [heads, width] = weight.shape;
    const rowIndex = rowOfCells(graph);
    const rows = tf.tensor1d(rowIndex, 'int32');
    const columns = tf.tensor1d(graph.columns, 'int32');
    const outputs = Array.from({ length: heads }, (_, head) => {
      const x = tf.mul(h, tf.slice(weight, [head, 0], [1, width])) as tf.Tensor2D;
      const project = (from: number) =>
        tf.reshape(tf.matMul(x, tf.slice(attention, [head, from], [1, width]), false, true), [-1]);
      const logits = tf.neg(
        tf.leakyRelu(tf.add(tf.gather(project(0), rows), tf.gather(project(width), columns)), 0.2),
      ) as tf.Tensor1D;
      // The greatest logit of a row is taken off, as a constant: it cancels in the quotient, and exp cannot overflow.
      const exps = tf.exp(
        tf.sub(logits, tf.tensor1d(greatestOfRow(logits.dataSync() as Float32Array, rowIndex, graph.rows))),
      );
      const sums = tf.unsortedSegmentSum(exps, rows, graph.rows);
      const coefficients = tf.div(exps, tf.gather(sums, rows));
      const messages = tf.mul(tf.gather(x, columns), tf.expandDims(coefficients, 1));
      return tf.unsortedSegmentSum(messages, rows, graph.rows);
    });
    return tf.div(tf.addN(outputs), heads) as tf.Tensor2D;
  });
}

function greatestOfRow(logits: Float32Array, rows: Int32Array, count: number): Float32Array {
  const greatest = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
  logits.forEach((x, e) => {
    if (x > greatest[rows[e]!]!) greatest[rows[e]!] = x;
  });
  return logits.map((_, e) => greatest[rows[e]!]!);
}

/** The constants of one AdamW step; `step` counts from 1. */
export interface AdamwStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly step: number;
}

/** Definition of `adamwStep`. */
export function adamwStepDefinition(
  p: tf.Variable,
  grad: tf.Tensor,
  moments: { readonly m: tf.Variable; readonly v: tf.Variable },
  o: AdamwStep,
): void {
  tf.tidy(() => {
    const { m, v } = moments;
    m.assign(tf.add(tf.mul(m, o.beta1), tf.mul(grad, 1 - o.beta1)));
    v.assign(tf.add(tf.mul(v, o.beta2), tf.mul(tf.square(grad), 1 - o.beta2)));
    const root = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - o.beta2 ** o.step)), o.epsilon);
    const move = tf.mul(tf.div(m, root), o.learningRate / (1 - o.beta1 ** o.step));
    p.assign(tf.sub(tf.mul(p, 1 - o.learningRate * o.weightDecay), move));
  });
}
