import { InputError, type Options, option, optionSet, roundCount } from '../base/index.js';
import {
  type Csr,
  csrFromTriplets,
  type Matrix,
  matrix,
  normalizeOwnRows,
  sparseTimesOwn,
  stackRows,
} from '../compute/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type FuseOptions, fuseJoint } from './fuse.js';

export const propagateOptions = optionSet('propagate', {
  layers: option(roundCount(0), 2, 'How often rows are summed over their neighbours; 0: the given rows, made unit'),
});

export interface PropagateOptions extends Options<typeof propagateOptions> {}

/** The least weight of a self-loop: an entity without neighbours keeps its row, and no weight falls below 0. */
const leastLoop = 0.1;

/**
 * Rows passed along the triples of both graphs, without training (SEU: Mao et al., "From Alignment to Assignment", EMNLP
 * 2021, eq. 8): F_0 = the given rows, F_l = A · F_{l-1} with A of {@link relationAdjacency}, each layer's rows made unit.
 * The layers stand side by side over the root of their number, so that the dot product of two rows is the mean of the
 * layers' similarities.
 * @param sides N1 × D and N2 × D; a row of zeros is an entity of which nothing is known, and takes its neighbours' from layer 1 on
 * @returns N1 × (layers + 1)·D and N2 × (layers + 1)·D
 * @throws {InputError} when the rows do not fit the task
 */
export function propagate(
  task: AlignmentTask,
  sides: { readonly left: Matrix; readonly right: Matrix },
  options?: PropagateOptions,
): { left: Matrix; right: Matrix } {
  const { layers } = propagateOptions.resolve(options);
  checkRows(task, sides);
  return layersOf(task, stackRows(sides.left, sides.right), layers);
}

/** {@link propagate} of the fused features (see {@link fuse}), which are held once. */
export function propagateFused(
  task: AlignmentTask,
  { layers, ...fused }: PropagateOptions & FuseOptions,
): { left: Matrix; right: Matrix } {
  const o = propagateOptions.resolve(layers === undefined ? {} : { layers });
  return layersOf(task, fuseJoint(task, fused), o.layers);
}

/** @param now both graphs' rows, the left one's first, which nobody else has: they are written over */
function layersOf(task: AlignmentTask, now: Matrix, layers: number): { left: Matrix; right: Matrix } {
  const n1 = task.left.entityCount;
  const out = (rows: number) => matrix(rows, (layers + 1) * now.cols);
  const joint = { left: out(n1), right: out(task.right.entityCount) };
  const scale = 1 / Math.sqrt(layers + 1);
  const adjacency = layers > 0 ? relationAdjacency(task) : undefined;
  for (let layer = 0; layer <= layers; layer++) {
    if (layer > 0) sparseTimesOwn(adjacency!, now);
    normalizeOwnRows(now);
    place(joint.left, now, { from: 0, column: layer * now.cols, scale });
    place(joint.right, now, { from: n1, column: layer * now.cols, scale });
  }
  return joint;
}

/**
 * Both graphs' adjacency by how much a relation tells, (N1+N2)²: right entity j is row N1 + j. A triple (h, r, t) adds
 * log(|T| / |T_r|) to cells (h, t) and (t, h), which belongs to r's inverse, a relation of its own; T are the different
 * triples of both graphs and their inverses, T_r those of r. Self-loops weigh log(|T| / |E|), at least 0.1.
 */
export function relationAdjacency(task: AlignmentTask): Csr {
  const n1 = task.left.entityCount;
  const n = n1 + task.right.entityCount;
  const { head, relation, tail } = differentTriples(task);
  const counts = new Map<number, number>();
  for (const r of relation) counts.set(r, (counts.get(r) ?? 0) + 1);
  const total = 2 * head.length; // with inverses, of which each relation has as many
  const cells = total + n;
  const [rows, columns, values] = [new Int32Array(cells), new Int32Array(cells), new Float32Array(cells)];
  let at = 0;
  const put = (i: number, j: number, weight: number) => {
    rows[at] = i;
    columns[at] = j;
    values[at++] = weight;
  };
  head.forEach((h, e) => {
    const weight = Math.log(total / counts.get(relation[e]!)!);
    put(h, tail[e]!, weight);
    put(tail[e]!, h, weight);
  });
  const loop = Math.max(leastLoop, Math.log(total / n));
  for (let i = 0; i < n; i++) put(i, i, loop);
  return csrFromTriplets(n, n, rows, columns, values);
}

/** Both graphs' triples in joint rows, each once. */
export function differentTriples({ left, right }: AlignmentTask): {
  readonly head: readonly number[];
  readonly relation: readonly number[];
  readonly tail: readonly number[];
} {
  const out = { head: [] as number[], relation: [] as number[], tail: [] as number[] };
  const sides = [
    { graph: left, shift: 0 },
    { graph: right, shift: left.entityCount },
  ];
  for (const { graph, shift } of sides) {
    const { head, relation, tail } = graph.triples;
    const seen = new Set<number>();
    for (let e = 0; e < head.length; e++) {
      // Below 2^53 for any graph that fits in memory.
      const key = (relation[e]! * graph.entityCount + head[e]!) * graph.entityCount + tail[e]!;
      if (seen.has(key)) continue;
      seen.add(key);
      out.head.push(head[e]! + shift);
      out.relation.push(relation[e]!);
      out.tail.push(tail[e]! + shift);
    }
  }
  return out;
}

/** Writes the rows from `from` on, times `scale`, into the columns of `into` from `column` on. */
function place(
  into: Matrix,
  rows: Matrix,
  { from, column, scale }: { readonly from: number; readonly column: number; readonly scale: number },
): void {
  const { cols } = rows;
  for (let i = 0; i < into.rows; i++)
    for (let d = 0; d < cols; d++) into.data[i * into.cols + column + d] = scale * rows.data[(from + i) * cols + d]!;
}

function checkRows(task: AlignmentTask, { left, right }: { readonly left: Matrix; readonly right: Matrix }): void {
  const fits = left.rows === task.left.entityCount && right.rows === task.right.entityCount && left.cols === right.cols;
  if (!fits)
    throw new InputError(
      `${left.rows} × ${left.cols} and ${right.rows} × ${right.cols} rows for ${task.left.entityCount} and ${task.right.entityCount} entities`,
      `propagate, task "${task.name}"`,
      'Give one row an entity of each graph, equally wide, for example those of `fuse`',
    );
}
