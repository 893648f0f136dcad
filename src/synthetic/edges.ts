import type { Random } from '../compute/index.js';
import type { Triples } from '../graph/index.js';

export type Edges = Triples;

/** Settings of {@link drawEdges}. */
export interface EdgeDials {
  readonly degree: readonly number[];
  readonly within: number;
  readonly overlap: number;
  readonly relations: number;
}

/**
 * Edges of both graphs between the entities of the left one. An entity of region c has degree[c] edges in the mean,
 * whatever `within` and `overlap` are: both ends fall to region c with probability n_c·degree_c / Σ.
 */
export function drawEdges(regionOf: Int32Array, o: EdgeDials, draw: Random): { left: Edges; right: Edges } {
  const members = o.degree.map((_, c) => Int32Array.from(regionOf.keys()).filter((i) => regionOf[i] === c));
  const ends = members.map((rows, c) => rows.length * o.degree[c]!);
  const total = ends.reduce((a, b) => a + b, 0);
  const count = Math.max(1, Math.round(total / 2));
  const shared = Math.round(o.overlap * count);
  const region = (r: Random) => {
    let left = r.uniform() * total;
    for (let c = 0; c < ends.length; c++) {
      left -= ends[c]!;
      if (left < 0) return c;
    }
    return ends.findLastIndex((e) => e > 0);
  };
  const one = (r: Random): [number, number, number] => {
    for (;;) {
      const c = region(r);
      const pick = (rows: Int32Array) => rows[r.integer(rows.length)]!;
      const head = pick(members[c]!);
      const tail = pick(members[r.uniform() < o.within ? c : region(r)]!);
      const relation = r.integer(o.relations);
      if (head !== tail) return [head, relation, tail];
    }
  };
  const list = (purpose: string) => {
    const r = draw.fork(purpose);
    return Array.from({ length: count }, () => one(r));
  };
  // Every list is drawn in full, so that more overlap only swaps edges of a graph's own for common ones.
  const common = list('common').slice(0, shared);
  const side = (name: string) => columns([...common, ...list(name).slice(shared)]);
  return { left: side('left'), right: side('right') };
}

function columns(edges: readonly (readonly [number, number, number])[]): Edges {
  const column = (at: 0 | 1 | 2) => Int32Array.from(edges, (edge) => edge[at]);
  return { head: column(0), relation: column(1), tail: column(2) };
}
