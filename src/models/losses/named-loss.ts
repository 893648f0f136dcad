import type * as tf from '@tensorflow/tfjs';
import type { ContrastWeights } from '../../compute/index.js';
import { type DefineOptions, named } from '../named.js';

/** A loss of pairs, for every embedding alike. */
export interface NamedLoss {
  readonly name: string;
  /**
   * The loss of a batch of pairs, each of which is asked to be alike; the others of the batch are negatives.
   * @param left B × width, @param right B × width: unit rows (stage 2's `normalize: false`: rows as they are)
   * @param weights for a loss that `weighs`: of anchors and negatives, and further negatives, where there are any
   */
  cost(left: tf.Tensor2D, right: tf.Tensor2D, temperature: number, weights?: ContrastWeights): tf.Scalar;
  /** Whether it uses `weights` (false: weights of seeds, and options that weigh, are refused). */
  readonly weighs?: boolean;
}

const losses = named<NamedLoss>('loss', 'losses', 'defineLoss');

/** Makes a loss known by its name, to every option `loss`. @throws {OptionError} when the name is taken */
export function defineLoss(loss: NamedLoss, options?: DefineOptions): NamedLoss {
  losses.define(loss, options);
  return loss;
}

/** The names that an option `loss` knows. */
export const lossNames = (): string[] => losses.names();

/** The loss of that name. @throws {OptionError} with the nearest known name when there is none */
export const namedLoss = (name: string): NamedLoss => losses.get(name);

/** The check of an option that names a loss. */
export const lossCheck = losses.check;
