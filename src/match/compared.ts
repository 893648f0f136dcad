import type { Resolved } from '../base/index.js';
import { bestLists, type Matrix, nearestOfLists } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { type Decoded, keptCells, planByLists } from './decode.js';
import { decodedSides, type MatchOptions, matchEntities, matchOptions } from './match.js';
import { unitRows } from './shared.js';

/** Two graphs' entities compared with each other. */
export interface Compared {
  /** The entities that take part in the plan, by rows. */
  readonly free: Links;
  /** Their plan; undefined where a graph has none. */
  readonly decoded: Decoded | undefined;
  /** Of all entities that are each other's nearest by CSLS: the right row by the left one. */
  readonly nearest: ReadonlyMap<number, number>;
}

/** What entities are compared by, and who takes part. */
export interface CompareSettings {
  readonly known?: Links | null | undefined;
  readonly different?: Links | null | undefined;
  readonly keep: number | null;
  readonly tieSeed: number;
}

/**
 * Sinkhorn's plan over all entities that are not known, and who is each other's nearest among all. Where the plan is on the
 * best cells of all entities, one pass over all pairs tells both: of the nearest those that are among these cells.
 */
export function compareAll(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  { known, different, keep, tieSeed }: CompareSettings,
): Compared {
  const free = {
    left: others(embeddings.left.rows, known?.left),
    right: others(embeddings.right.rows, known?.right),
  };
  const o = matchOptions.resolve({ decoder: 'sinkhorn', keep });
  const all = !known?.left.length && !different?.left.length;
  if (all && free.left.length > 0 && free.right.length > 0 && keptCells(embeddings, keep) > 0)
    return { free, ...onePass(embeddings, o, tieSeed) };
  const nearest = partners(matchEntities(embeddings, { decoder: 'csls', tieSeed }));
  const none = free.left.length === 0 || free.right.length === 0;
  return { free, nearest, decoded: none ? undefined : decodedSides(embeddings, o, free, different) };
}

function onePass(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  o: Resolved<MatchOptions>,
  tieSeed: number,
): Omit<Compared, 'free'> {
  const scores = { left: unitRows(embeddings.left), right: unitRows(embeddings.right) };
  const lists = bestLists(scores, keptCells(scores, o.keep));
  const plan = planByLists(scores, lists, o);
  return { decoded: { plan }, nearest: partners(nearestOfLists(scores, plan.cells, lists, { csls: o.csls, tieSeed })) };
}

const partners = ({ left, right }: Links) => new Map(Array.from(left, (l, i) => [l, right[i]!]));

/** The rows that are not among the known ones. */
function others(count: number, known?: Int32Array): Int32Array {
  const taken = new Set(known);
  return Int32Array.from({ length: count }, (_, row) => row).filter((row) => !taken.has(row));
}
