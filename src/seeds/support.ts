import { joined } from '../base/index.js';
import { type Csr, csrFromTriplets, multiplyCsr, rowOfCells, transposeCsr } from '../compute/index.js';
import type { AlignmentTask, MultimodalGraph, SeedSet } from '../graph/index.js';

/**
 * Structural support of every pair of entities by seed pairs (similarity flooding, Melnik et al., ICDE 2002, in one step):
 * K_ij = how many seed pairs join a neighbour of i to a neighbour of j, over √(d_i · d_j), d the number of neighbours.
 * K = D1^-½ A1 P A2ᵀ D2^-½, sparse; cells without support are not stored.
 * @param most a seed pair of hubs supports d_l · d_r pairs: where these are more than `most`, it is left out
 * @returns N1 × N2
 */
export function neighbourSupport(
  { left, right }: AlignmentTask,
  pairs: Pick<SeedSet, 'left' | 'right'>,
  most: number,
): Csr {
  const of = (graph: MultimodalGraph, row: number) => {
    const { offsets } = graph.neighbours();
    return offsets[row + 1]! - offsets[row]!;
  };
  const small = (_: number, i: number) => of(left, pairs.left[i]!) * of(right, pairs.right[i]!) <= most;
  const [l, r] = [pairs.left.filter(small), pairs.right.filter(small)];
  const seeds = csrFromTriplets(left.entityCount, right.entityCount, l, r);
  return multiplyCsr(overRoots(left), multiplyCsr(seeds, transposeCsr(overRoots(right))));
}

/** `share` of the one and the rest of the other: support that remembers the round before. */
export function mixedSupport(before: Csr, now: Csr, share: number): Csr {
  const values = joined(scaled(before, share).values, scaled(now, 1 - share).values);
  const rows = joined(rowOfCells(before), rowOfCells(now));
  return csrFromTriplets(before.rows, before.cols, rows, joined(before.columns, now.columns), values);
}

/** Every cell times `by`. */
export function scaled(a: Csr, by: number): Csr {
  return { ...a, values: a.values.map((value) => by * value) };
}

/** The graph's adjacency, 0 or 1, each row over the root of its number of neighbours. */
function overRoots(graph: MultimodalGraph): Csr {
  const neighbours = graph.neighbours();
  const { offsets, columns } = neighbours;
  const values = new Float32Array(columns.length);
  for (let i = 0; i < neighbours.rows; i++)
    values.fill(1 / Math.sqrt(offsets[i + 1]! - offsets[i]!), offsets[i]!, offsets[i + 1]!);
  return { ...neighbours, values };
}
