import { OptionError, type OptionSet, type Resolved } from '../base/index.js';
import { type Random, random } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import { type FrameOptions, framed } from './framed.js';
import type { EmbeddedSides } from './free/fields.js';
import { resolveFusion } from './fusions/index.js';
import type { ModelInputs } from './inputs.js';
import type { GraphEncoder } from './layers/index.js';
import type { Model, ModelParts } from './model.js';
import { type DefineOptions, named } from './named.js';

interface Definition<T extends object> {
  readonly name: string;
  readonly options: OptionSet<T>;
  /** Training options in which this model departs from the general defaults, as its authors set them. */
  readonly training?: Readonly<Record<string, unknown>>;
}

/** A kind of aligner. */
export interface ModelDefinition<T extends object = object> extends Definition<T> {
  /** Makes a fresh model; all randomness from `random`. See {@link assemble} for one of known parts. */
  build(inputs: ModelInputs, o: Resolved<T>, random: Random): ModelParts;
  /** Set where nothing is trained: `trainAligner` then calls this alone. */
  readonly embed?: Embed<T>;
}

/** Embeds both graphs without training: N1 × width and N2 × width. It may take the seeds for labels. */
export type Embed<T> = (task: AlignmentTask, seeds: Links, o: Resolved<T>, random: Random) => EmbeddedSides;

/** A kind of aligner that has nothing to train. */
export interface UntrainedDefinition<T extends object> extends Definition<T> {
  readonly embed: Embed<T>;
}

/** A kind of aligner that is a graph encoder in the frame; its options are those of `frameFields`, and its own. */
export interface EncoderDefinition<T extends FrameOptions> extends Definition<T> {
  /** Makes what turns learned vectors of the entities, `o.width` wide, into ones that know of their neighbours. */
  encoder(inputs: ModelInputs, o: Resolved<T>, random: Random): GraphEncoder;
}

const models = named<ModelDefinition>('model', 'models', 'defineModel');

/**
 * Makes a model known by its name, to `buildModel`, `trainAligner` and the command line: an `encoder` alone, around which
 * the frame gives modalities, fusion, loss, masks and all else, a model of one's own to `build`, or an `embed` without training.
 * @throws {OptionError} when the name is taken
 */
export function defineModel<T extends FrameOptions>(
  definition: EncoderDefinition<T>,
  options?: DefineOptions,
): ModelDefinition<T>;
export function defineModel<T extends object>(
  definition: ModelDefinition<T> | UntrainedDefinition<T>,
  options?: DefineOptions,
): ModelDefinition<T>;
export function defineModel<T extends object>(
  definition: ModelDefinition<T> | UntrainedDefinition<T> | EncoderDefinition<T & FrameOptions>,
  options?: DefineOptions,
): ModelDefinition<T> {
  const model = ('encoder' in definition ? inFrame(definition) : buildable(definition)) as ModelDefinition<T>;
  models.define(model as unknown as ModelDefinition, options);
  return model;
}

/** With a `build` that says that there is nothing to build, where there is not. */
function buildable<T extends object>(given: ModelDefinition<T> | UntrainedDefinition<T>): ModelDefinition<T> {
  if ('build' in given) return given;
  const build = (): never => {
    throw new OptionError(
      `"${given.name}" has nothing to train`,
      'buildModel',
      'Call trainAligner, which embeds with it, or choose another model',
    );
  };
  return { ...given, build };
}

function inFrame<T extends FrameOptions>({ encoder, ...rest }: EncoderDefinition<T>): ModelDefinition<T> {
  return {
    ...rest,
    build: (inputs, o, draw) =>
      framed(rest.name, inputs, () => encoder(inputs, o, draw.fork('graph')), o as Resolved<FrameOptions>, draw),
  };
}

/** The names that `buildModel` knows, in the order of their definition. */
export const modelNames = (): string[] => models.names();

/** The definition of that name. @throws {OptionError} with the nearest known one when there is none */
export const modelDefinition = (name: string): ModelDefinition => models.get(name);

/** A fresh model over `inputs`; the same seed gives the same initial values. Call its `dispose()` in the end. */
export function buildModel(
  name: string,
  inputs: ModelInputs,
  { options, seed }: { readonly options?: object; readonly seed: number },
): Model & { readonly options: object } {
  const definition = modelDefinition(name);
  const o = resolveFusion(definition.options.resolve(options ?? {}));
  return { ...asModel(name, inputs, definition.build(inputs, o, random(seed).fork(`model ${name}`))), options: o };
}

/** The parts as a model of the inputs' graphs, which frees its variables too. */
export function asModel(name: string, { leftCount, entityCount }: ModelInputs, parts: ModelParts): Model {
  return {
    ...parts,
    name,
    leftCount,
    entityCount,
    dispose() {
      parts.dispose?.();
      for (const variable of parts.variables) variable.dispose();
    },
  };
}
