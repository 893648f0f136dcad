import { type Csr, csrFromTriplets, transposeCsr } from '../../compute/index.js';
import { differentTriples } from '../../features/index.js';
import type { AlignmentTask } from '../../graph/index.js';

/** Relations with their inverses (that of r is `count / 2` + r), and whom they join, in joint rows. */
export interface RelationEnds {
  readonly count: number;
  /** Relations × entities: 1 where the entity is the head of a triple of the relation, of the inverse the tail. */
  readonly atEnds: Csr;
  /** Its transpose. */
  readonly ofEntity: Csr;
  /** Entities × entities: who is joined by a triple, or the other way round; the values say how often. */
  readonly edges: Csr;
  /** The edge and the relation of each triple and of its inverse. */
  readonly edge: Int32Array;
  readonly relation: Int32Array;
}

/** Who is at which end of which relation. */
export function relationEnds(task: AlignmentTask): RelationEnds {
  const triples = differentTriples(task);
  const given = Math.max(task.left.relationCount, task.right.relationCount);
  const [count, n] = [2 * given, task.left.entityCount + task.right.entityCount];
  const from = Int32Array.from([...triples.head, ...triples.tail]);
  const to = Int32Array.from([...triples.tail, ...triples.head]);
  const relation = Int32Array.from([...triples.relation, ...triples.relation.map((r) => given + r)]);
  const often = csrFromTriplets(count, n, relation, from);
  const atEnds = { ...often, values: often.values.map(() => 1) };
  const edges = csrFromTriplets(n, n, from, to);
  const edge = from.map((row, e) => edgeOf(edges, row, to[e]!));
  return { count, atEnds, ofEntity: transposeCsr(atEnds), edges, edge, relation };
}

/** Where the cell, which is stored, is. */
function edgeOf({ offsets, columns }: Csr, row: number, column: number): number {
  let [low, high] = [offsets[row]!, offsets[row + 1]! - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle]! < column) low = middle + 1;
    else high = middle;
  }
  return low;
}
