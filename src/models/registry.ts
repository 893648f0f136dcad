import { OptionError, type OptionSet, type Resolved, unknownOption } from '../base/index.js';
import { type Random, random } from '../compute/index.js';
import type { ModelInputs } from './inputs.js';
import type { Model, ModelParts } from './model.js';

/** A kind of aligner. */
export interface ModelDefinition<T extends object = object> {
  readonly name: string;
  readonly options: OptionSet<T>;
  /** Training options in which this model departs from the general defaults, as its authors set them. */
  readonly training?: Readonly<Record<string, unknown>>;
  /** Makes a fresh model; all randomness from `random`. */
  build(inputs: ModelInputs, options: Resolved<T>, random: Random): ModelParts;
}

const definitions = new Map<string, ModelDefinition>();

/**
 * Makes a model known by its name, to `buildModel`, `trainAligner` and the command line.
 * @param o `replace`: take the place of a definition of that name (re-running a notebook's cell)
 * @throws OptionError when the name is taken
 */
export function defineModel<T extends object>(
  definition: ModelDefinition<T>,
  o: { readonly replace?: boolean } = {},
): ModelDefinition<T> {
  if (definitions.has(definition.name) && !o.replace)
    throw new OptionError(
      `a model named "${definition.name}" exists`,
      'defineModel',
      'Choose another name, or pass { replace: true }',
    );
  definitions.set(definition.name, definition as unknown as ModelDefinition);
  return definition;
}

/** The names that `buildModel` knows, in the order of their definition. */
export function modelNames(): string[] {
  return [...definitions.keys()];
}

/** The definition of that name; throws OptionError (with the nearest known one) when there is none. */
export function modelDefinition(name: string): ModelDefinition {
  const found = definitions.get(name);
  if (!found) throw unknownOption('models', name, modelNames(), 'model');
  return found;
}

/** A fresh model over `inputs`; the same seed gives the same initial values. Call its `dispose()` in the end. */
export function buildModel(
  name: string,
  inputs: ModelInputs,
  o: { readonly options?: object; readonly seed: number },
): Model & { readonly options: object } {
  const definition = modelDefinition(name);
  const options = definition.options.resolve(o.options ?? {});
  const parts = definition.build(inputs, options, random(o.seed).fork(`model ${name}`));
  return {
    ...parts,
    name,
    options,
    leftCount: inputs.leftCount,
    entityCount: inputs.entityCount,
    dispose() {
      parts.dispose?.();
      for (const variable of parts.variables) variable.dispose();
    },
  };
}
