import { OptionError } from '../base/index.js';
import { concatColumns, normalizeRows, random } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import {
  type EmbeddedSides,
  type EmbeddingBlock,
  type ModelDefinition,
  modelDefinition,
  modelNames,
} from '../models/index.js';

/** Embeddings of which it is known what stands in them side by side. */
export type NamedSides = EmbeddedSides & { readonly blocks: readonly EmbeddingBlock[] };

/** Unit rows of a model that has nothing to train. @param seeds it may take them for labels */
export function embedUntrained(
  task: AlignmentTask,
  seeds: Links,
  { name, embed }: ModelDefinition,
  o: { readonly modelOptions: object; readonly seed: number },
): NamedSides {
  const { left, right, blocks } = embed!(task, seeds, o.modelOptions, random(o.seed).fork(`model ${name}`));
  return { left: normalizeRows(left), right: normalizeRows(right), blocks: blocks ?? [{ name, width: left.cols }] };
}

/** The models of these names. @throws {OptionError} unless none of them is trained */
export function untrainedModels(names: readonly string[]): ModelDefinition[] {
  return names.map((name) => {
    const found = modelDefinition(name);
    if (found.embed) return found;
    throw new OptionError(
      `"${name}" is a model to be trained`,
      'trainAligner: option "beside"',
      `Name some of ${modelNames()
        .filter((each) => modelDefinition(each).embed)
        .join(', ')}`,
    );
  });
}

/** Blocks of unit rows side by side, all of the same weight: unit rows whose dot product is the mean of the blocks'. */
export function sideBySide(sides: readonly NamedSides[]): NamedSides {
  if (sides.length === 1) return sides[0]!;
  const weights = sides.map(() => 1 / Math.sqrt(sides.length));
  const joined = (side: 'left' | 'right') =>
    concatColumns(
      sides.map((each) => each[side]),
      weights,
    );
  return { left: joined('left'), right: joined('right'), blocks: sides.flatMap(({ blocks }) => blocks) };
}
