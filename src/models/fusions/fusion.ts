import type * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { type OptionSet, type OptionsFrom, option, type Resolved } from '../../base/index.js';
import type { Random } from '../../compute/index.js';
import type { EmbeddingBlock } from '../model.js';
import { type DefineOptions, named } from '../named.js';

/** What a fusion makes of the parts of some entities. */
export interface Fused {
  /** What entities are compared by: rows × width. */
  readonly joint: tf.Tensor2D;
  /** By part, what the fusion has made of it, for losses of its own: rows × width. */
  readonly hidden?: ReadonlyMap<string, tf.Tensor2D>;
  /** What stands side by side in `joint`, in the order of its columns; absent where the parts are mixed. */
  readonly blocks?: readonly EmbeddingBlock[];
}

/** The parts as they stand side by side. */
export const blocksOf = (names: readonly string[], parts: ReadonlyMap<string, tf.Tensor2D>): EmbeddingBlock[] =>
  names.map((name) => ({ name, width: parts.get(name)!.shape[1] }));

/** Turns the modalities' embeddings (the parts) into one. */
export interface Fusion {
  readonly variables: readonly tf.Variable[];
  /**
   * @param parts by name, rows × width each
   * @param known by name, rows × 1 of 0/1, for parts that some entity lacks: what it lacks must not matter
   * @param dropoutSeed absent: no dropout
   */
  apply(parts: ReadonlyMap<string, tf.Tensor2D>, known?: ReadonlyMap<string, tf.Tensor2D>, dropoutSeed?: number): Fused;
}

/** A kind of fusion. */
export interface FusionDefinition<T extends object = object> {
  readonly name: string;
  readonly options: OptionSet<T>;
  /** Makes a fresh fusion of parts of these widths; all randomness from `random`. */
  build(widths: ReadonlyMap<string, number>, o: Resolved<T>, random: Random): Fusion;
}

const fusions = named<FusionDefinition>('fusion', 'fusions', 'defineFusion');

/** Makes a fusion known by its name, to every model's option `fusion`. @throws {OptionError} when the name is taken */
export function defineFusion<T extends object>(
  definition: FusionDefinition<T>,
  options?: DefineOptions,
): FusionDefinition<T> {
  fusions.define(definition as unknown as FusionDefinition, options);
  return definition;
}

/** The names that the option `fusion` knows. */
export const fusionNames = (): string[] => fusions.names();

/** Which fusion, for a model's option set. */
export const fusionFields = {
  fusion: option(fusions.check, 'weighted', 'How the embeddings become one: a name of `fusionNames()`'),
  fusionOptions: option(
    z.custom<object>((value) => typeof value === 'object' && value !== null, 'an object of settings'),
    {},
    "The fusion's own settings, e.g. `TransformerOptions` ({}: its defaults)",
  ),
};

/** Which fusion a model has. */
export interface FusionOptions extends OptionsFrom<typeof fusionFields> {}

/** The options with those of the fusion filled in, where they name one. @throws {OptionError} */
export function resolveFusion<T extends object>(o: T): T {
  const { fusion, fusionOptions } = o as FusionOptions;
  if (typeof fusion !== 'string') return o;
  return { ...o, fusionOptions: fusions.get(fusion).options.resolve(fusionOptions) };
}

/** A fresh fusion of parts of these widths. @param o as {@link resolveFusion} gives them */
export function buildFusion(widths: ReadonlyMap<string, number>, o: Resolved<FusionOptions>, random: Random): Fusion {
  return fusions.get(o.fusion).build(widths, o.fusionOptions, random);
}
