import { OptionError } from '../base/index.js';
import { concatColumns, normalizeRows, random } from '../compute/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import { type EmbeddedSides, type ModelDefinition, modelDefinition, modelNames } from '../models/index.js';

/** Unit rows of a model that has nothing to train. @param seeds it may take them for labels */
export function embedUntrained(
  task: AlignmentTask,
  seeds: Links,
  { name, embed }: ModelDefinition,
  o: { readonly modelOptions: object; readonly seed: number },
): EmbeddedSides {
  const { left, right } = embed!(task, seeds, o.modelOptions, random(o.seed).fork(`model ${name}`));
  return { left: normalizeRows(left), right: normalizeRows(right) };
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
export function sideBySide(blocks: readonly EmbeddedSides[]): EmbeddedSides {
  if (blocks.length === 1) return blocks[0]!;
  const weights = blocks.map(() => 1 / Math.sqrt(blocks.length));
  const joined = (side: 'left' | 'right') =>
    concatColumns(
      blocks.map((block) => block[side]),
      weights,
    );
  return { left: joined('left'), right: joined('right') };
}
