import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, type Options, option, optionSet, type Resolved } from '../../base/index.js';
import type { Random } from '../../compute/index.js';
import { dropout } from './dropout.js';
import { layerNorm } from './layer-norm.js';
import { linear } from './linear.js';

/** What comes out of one transformer layer over an entity's modality tokens. */
export interface MixedModalities {
  /** One a modality: rows × width. */
  readonly hidden: readonly tf.Tensor2D[];
  /** rows × modalities, rows sum to 1: how much attention each modality receives. */
  readonly weights: tf.Tensor2D;
}

export const transformerOptions = optionSet('transformer fusion', {
  heads: option(columnCount(), 1, 'Attention heads; they divide the width of the tokens'),
  intermediate: option(
    columnCount(0),
    400,
    'Width of the GELU layer between; 0: none, as in the public code for the FB15K pairs',
  ),
  dropout: option(z.number().min(0).lt(1), 0.1, 'Dropout on attention and outputs, in training'),
});

/** Settings of {@link modalityTransformer}; the defaults are MEAformer's for DBP15K. */
export interface TransformerOptions extends Options<typeof transformerOptions> {}

/** The transformer layer of MEAformer's fusion. */
export interface ModalityTransformer {
  readonly variables: readonly tf.Variable[];
  /**
   * @param tokens one a modality, rows × width each
   * @param known rows × modalities of 0/1; a missing token is attended to by none and has weight 0
   * @param dropoutSeed absent: no dropout
   */
  apply(tokens: readonly tf.Tensor2D[], known?: tf.Tensor2D, dropoutSeed?: number): MixedModalities;
}

/**
 * A BERT layer over modality tokens (MEAformer, arXiv 2212.14454, section 3.2): self-attention, residual and layer
 * norm, then (setting) a GELU layer with residual and layer norm. A modality's weight is the softmax over modalities
 * of the attention it receives, summed over queries and heads and divided by √(modalities × heads).
 */
export function modalityTransformer(
  width: number,
  o: Resolved<TransformerOptions>,
  random: Random,
): ModalityTransformer {
  const layer = (name: string, from: number, to: number) => linear(from, to, random.fork(name));
  const [query, key, value, dense] = ['query', 'key', 'value', 'dense'].map((name) => layer(name, width, width));
  const norm = layerNorm(width);
  const wide = o.intermediate > 0 && {
    up: layer('up', width, o.intermediate),
    down: layer('down', o.intermediate, width),
    norm: layerNorm(width),
  };
  const drop = <T extends tf.Tensor>(x: T, seed: number | undefined, place: number): T =>
    seed === undefined || o.dropout === 0 ? x : dropout(x, o.dropout, seed + place);

  return {
    variables: [
      ...[query, key, value, dense].flatMap((l) => [...l!.variables]),
      ...norm.variables,
      ...(wide ? [...wide.up.variables, ...wide.down.variables, ...wide.norm.variables] : []),
    ],
    apply(tokens, known, seed) {
      const count = tokens.length;
      const rows = tokens[0]!.shape[0];
      // Side by side is stacked, as cells lie; concat and split are fast on every engine, stack and unstack are not.
      const flat = tf.reshape(tf.concat([...tokens], 1), [rows * count, width]) as tf.Tensor2D;
      // With one head the transposition moves nothing, and a reshape is free.
      const swap = (x: tf.Tensor): tf.Tensor => (o.heads === 1 ? x : tf.transpose(x, [0, 2, 1, 3]));
      const split = (x: tf.Tensor2D) =>
        tf.reshape(swap(tf.reshape(x, [rows, count, o.heads, -1])), [rows * o.heads, count, -1]);
      const raw = tf.matMul(split(query!.apply(flat)), split(key!.apply(flat)), false, true);
      const scores = tf.reshape(tf.div(raw, Math.sqrt(width / o.heads)), [rows, o.heads, count, count]);
      const hide = known && tf.mul(tf.sub(known, 1), 1e9);
      const seen = hide ? tf.add(scores, tf.reshape(hide, [rows, 1, 1, count])) : scores;
      const attention = drop(tf.softmax(seen), seed, 0);
      const mixed = tf.matMul(tf.reshape(attention, [-1, count, count]), split(value!.apply(flat)));
      const context = tf.reshape(swap(tf.reshape(mixed, [rows, o.heads, count, -1])), [
        rows * count,
        width,
      ]) as tf.Tensor2D;
      let hidden = norm.apply(tf.add(drop(dense!.apply(context), seed, 1), flat));
      if (wide) hidden = wide.norm.apply(tf.add(drop(wide.down.apply(gelu(wide.up.apply(hidden))), seed, 2), hidden));
      const received = tf.div(tf.sum(tf.sum(attention, 1), 1), Math.sqrt(count * o.heads));
      const weights = tf.softmax(hide ? tf.add(received, hide) : received) as tf.Tensor2D;
      return { hidden: tf.split(tf.reshape(hidden, [rows, count * width]) as tf.Tensor2D, count, 1), weights };
    },
  };
}

/** x·Φ(x), with the error function (not its tanh approximation). */
function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2))));
}
