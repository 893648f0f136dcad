import * as z from 'zod';
import { DataError, type Options, option, optionSet, unknownOption } from '../base/index.js';
import { type Matrix, matrix, normalizeOwnRows, row } from '../compute/index.js';
import type { AlignmentTask, MultimodalGraph } from '../graph/index.js';

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
  const { blocks, columns, missing } = fusedBlocks(task, options);
  const side = (graph: MultimodalGraph) => {
    const joint = matrix(graph.entityCount, columns);
    placeBlocks(joint, graph, blocks, 0);
    return missing === 'spread' ? normalizeOwnRows(joint) : joint;
  };
  return { left: side(task.left), right: side(task.right) };
}

/** {@link fuse} with both graphs' rows in one matrix, the left one's first. */
export function fuseJoint(task: AlignmentTask, options?: FuseOptions): Matrix {
  const { blocks, columns, missing } = fusedBlocks(task, options);
  const joint = matrix(task.left.entityCount + task.right.entityCount, columns);
  placeBlocks(joint, task.left, blocks, 0);
  placeBlocks(joint, task.right, blocks, task.left.entityCount);
  return missing === 'spread' ? normalizeOwnRows(joint) : joint;
}

/** A modality's place among the columns, and what its unit rows are multiplied by. */
interface Block {
  readonly name: string;
  readonly at: number;
  readonly weight: number;
}

function fusedBlocks(task: AlignmentTask, options?: FuseOptions) {
  const { weights, missing } = fuseOptions.resolve(options);
  const used = fusedModalities(task, weights);
  const norm = Math.hypot(...used.map((name) => weights[name]!));
  let columns = 0;
  const blocks = used.map((name): Block => {
    const at = columns;
    columns += task.left.features.get(name)!.values.cols;
    return { name, at, weight: weights[name]! / norm };
  });
  return { blocks, columns, missing };
}

/** Writes the graph's unit rows, zeros where an entity is unknown, into the rows from `from` on. */
function placeBlocks(into: Matrix, graph: MultimodalGraph, blocks: readonly Block[], from: number): void {
  for (const { name, at, weight } of blocks) {
    const { values, known } = graph.features.get(name)!;
    for (let i = 0; i < values.rows; i++) {
      if (!known[i]) continue;
      const own = row(values, i);
      let sum = 0;
      for (const x of own) sum += x * x;
      const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
      const place = (from + i) * into.cols + at;
      // Rounded at each step, as a unit row of its own would be.
      for (let d = 0; d < own.length; d++) into.data[place + d] = weight * Math.fround(own[d]! * scale);
    }
  }
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
