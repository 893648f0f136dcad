import { columnCount, type OptionsFrom, option, type Resolved, roundCount } from '../../base/index.js';
import {
  type Csr,
  concatColumns,
  type Matrix,
  matrix,
  normalizeRows,
  type Random,
  sparseDense,
  stackRows,
} from '../../compute/index.js';
import { relationAdjacency } from '../../features/index.js';
import type { AlignmentTask, Links } from '../../graph/index.js';
import type { EmbeddedSides } from './fields.js';
import { type RelationEnds, relationEnds } from './relation-ends.js';
import { type Passed, relationalView } from './relational-view.js';

export const viewFields = {
  depth: option(roundCount(), 2, 'How often labels and features are passed on'),
  width: option(columnCount(3), 128, 'Length of the labels, random unit vectors'),
  mixes: option(columnCount(), 16, 'Random mixtures of what a neighbour holds, one for each of its columns'),
};

/** How labels are passed on. */
export interface ViewOptions extends OptionsFrom<typeof viewFields> {}

/** Both graphs as labels are passed on: between entities, and between an entity and its relations. */
interface Ways {
  readonly entities: Csr;
  readonly relations: RelationEnds;
}

/**
 * LightEA's label propagation in three views, without training (Mao et al., EMNLP 2022, §4). Both ends of a labelled pair
 * hold the same random unit vector (any two are nearly orthogonal), other entities zeros. In each step a relation takes the
 * sum of the entities at its ends, an entity that of its neighbours and of its relations, and all are made unit. In the
 * end each entity sums over its triples what the neighbour holds times what the relation does (random mixtures of both).
 * Features go the same ways, and are kept besides.
 * @param sides the features, N1 × D and N2 × D
 * @param labels pairs; where there are none, the features' views alone
 * @returns up to three views side by side, each of unit rows: (1 + depth) · D columns and twice ⌊width / 3⌋ · mixes
 */
export function labelViews(
  task: AlignmentTask,
  sides: EmbeddedSides,
  labels: Links,
  o: Resolved<ViewOptions>,
  random: Random,
): EmbeddedSides {
  const ways: Ways = { entities: relationAdjacency(task), relations: relationEnds(task) };
  const features = passedOn(ways, normalizeRows(stackRows(sides.left, sides.right)), o.depth);
  const views = [features.entities, relationalView(ways.relations, features, o, random.fork('features'))];
  if (labels.left.length > 0) views.push(ofLabels(task, ways, labels, o, random));
  return bothSides(
    task,
    concatColumns(
      views,
      views.map(() => 1 / Math.sqrt(views.length)),
    ),
  );
}

/**
 * The view of the labels alone: what an entity's triples, and those of its neighbours, have to do with labelled pairs.
 * It knows nothing of features, and is narrow beside them.
 * @returns unit rows, ⌊width / 3⌋ · mixes columns; zeros where no label is near
 */
export function labelView(task: AlignmentTask, labels: Links, o: Resolved<ViewOptions>, random: Random): EmbeddedSides {
  const ways: Ways = { entities: relationAdjacency(task), relations: relationEnds(task) };
  return bothSides(task, ofLabels(task, ways, labels, o, random));
}

function ofLabels(task: AlignmentTask, ways: Ways, labels: Links, o: Resolved<ViewOptions>, random: Random): Matrix {
  const passed = passedOn(ways, labelRows(task, labels, o.width, random.fork('labels')), o.depth);
  return relationalView(ways.relations, passed, o, random.fork('mixtures'));
}

/** The rows of each graph. */
function bothSides(task: AlignmentTask, joint: Matrix): EmbeddedSides {
  const cut = task.left.entityCount * joint.cols;
  const part = (rows: number, data: Float32Array) => matrix(rows, joint.cols, data);
  return {
    left: part(task.left.entityCount, joint.data.subarray(0, cut)),
    right: part(task.right.entityCount, joint.data.subarray(cut)),
  };
}

function passedOn({ entities, relations }: Ways, first: Matrix, depth: number): Passed {
  const steps = [{ entities: first, relations: matrix(relations.count, first.cols) }];
  for (let step = 0; step < depth; step++) {
    const last = steps[step]!;
    const near = sparseDense(entities, last.entities);
    const held = sparseDense(relations.ofEntity, last.relations);
    for (let at = 0; at < near.data.length; at++) near.data[at]! += held.data[at]!;
    steps.push({
      entities: normalizeRows(near),
      relations: normalizeRows(sparseDense(relations.atEnds, last.entities)),
    });
  }
  return {
    entities: normalizeRows(concatColumns(steps.map((step) => step.entities))),
    relations: normalizeRows(concatColumns(steps.map((step) => step.relations))),
  };
}

/** Both ends of a pair hold one random unit vector; others zeros. */
function labelRows(task: AlignmentTask, { left, right }: Links, width: number, random: Random): Matrix {
  const n1 = task.left.entityCount;
  const out = matrix(n1 + task.right.entityCount, width);
  const drawn = normalizeRows(
    matrix(
      left.length,
      width,
      Float32Array.from({ length: left.length * width }, () => random.normal()),
    ),
  );
  for (let p = 0; p < left.length; p++) {
    const label = drawn.data.subarray(p * width, (p + 1) * width);
    out.data.set(label, left[p]! * width);
    out.data.set(label, (n1 + right[p]!) * width);
  }
  return out;
}
