import * as z from 'zod';
import { DataError, type Options, option, optionSet, unknownOption } from '../base/index.js';
import { type Matrix, matrix, normalizeOwnRows, normalizeRows, placeColumns } from '../compute/index.js';
import type { AlignmentTask, FeatureTable, MultimodalGraph } from '../graph/index.js';

/** Modalities that default weights may name whether or not a task has them. */
const usual = ['image', 'attribute', 'relation', 'name'];

export const fuseOptions = optionSet('fuse', {
  weights: option(
    z.record(z.string(), z.number().nonnegative()),
    { image: 1, attribute: 1, relation: 0.3, name: 1 },
    "Weight of each modality's block; one that is not named has none",
  ),
  missing: option(
    z.enum(['spread', 'zero']),
    'spread',
    'The weight of a modality that an entity lacks: `spread` over those it has, every row of unit length, or lost, `zero`',
  ),
});

export interface FuseOptions extends Options<typeof fuseOptions> {}

/**
 * The comparable modalities side by side, as one vector an entity whose dot product is a similarity: blocks of unit
 * rows times weights w, [w_1·x_1 ; w_2·x_2 ; …], the whole divided by its length (`spread`) or by √Σw² (`zero`).
 * So a modality's share of the similarity is w². Modalities that are not comparable are left out, whatever their weight.
 *
 * With `spread`, two entities that lack the same are compared by what both have, in full. An entity with a picture and
 * one without can agree at most to √(share of the common blocks), since the picture's part of the one meets nothing in
 * the other: they are never mistaken for equal, but a true pair of which one picture is missing ranks below a complete
 * one. With `zero`, rows with something missing are shorter than 1, and rank low with everybody, each other included.
 * @returns left: N1 × D, right: N2 × D, D the columns of the modalities with a weight; an entity that lacks them all is a zero row
 * @throws {OptionError} for a weight of an unknown modality, `DataError` when no modality is left
 */
export function fuse(task: AlignmentTask, options?: FuseOptions): { left: Matrix; right: Matrix } {
  const { weights, missing } = fuseOptions.resolve(options);
  const used = fusedModalities(task, weights);
  const given = used.map((name) => weights[name]!);
  const norm = Math.hypot(...given);
  const side = (graph: MultimodalGraph) => {
    const tables = used.map((name) => graph.features.get(name)!);
    const joint = matrix(
      graph.entityCount,
      tables.reduce((sum, { values }) => sum + values.cols, 0),
    );
    let at = 0;
    // One unit block at a time: all of them would be as large as what they are put into.
    for (const [t, table] of tables.entries()) {
      placeColumns(joint, unitRows(table), at, given[t]! / norm);
      at += table.values.cols;
    }
    return missing === 'spread' ? normalizeOwnRows(joint) : joint;
  };
  return { left: side(task.left), right: side(task.right) };
}

/**
 * The modalities that {@link fuse} puts side by side: those that can be compared and have a weight, in the task's order.
 * @throws {OptionError} for a weight of an unknown modality, `DataError` when no modality is left
 */
export function fusedModalities(task: AlignmentTask, weights: Readonly<Record<string, number>>): string[] {
  const names = task.modalities.map((m) => m.name);
  for (const name of Object.keys(weights))
    if (!names.includes(name) && !usual.includes(name)) throw unknownOption('fuse: weights', name, names, 'modality');
  const used = task.modalities.filter((m) => m.comparable && (weights[m.name] ?? 0) > 0).map((m) => m.name);
  if (used.length === 0)
    throw new DataError(
      'no modality that both graphs share has a weight',
      `fuse, task "${task.name}"`,
      `Comparable here: ${
        task.modalities
          .filter((m) => m.comparable)
          .map((m) => m.name)
          .join(', ') || 'none'
      }`,
    );
  return used;
}

/** Rows of unit length, zero where the entity is unknown. */
function unitRows({ values, known }: FeatureTable): Matrix {
  const unit = normalizeRows(values);
  known.forEach((k, i) => {
    if (!k) unit.data.fill(0, i * unit.cols, (i + 1) * unit.cols);
  });
  return unit;
}
