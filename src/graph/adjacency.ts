import { type Csr, csrFromTriplets } from '../compute/index.js';
import type { AlignmentTask } from './task.js';

/**
 * Both graphs' adjacency as one matrix, (N1+N2)²: right entity j is row N1 + j, and no edge joins the two graphs.
 * Undirected, weighted by the number of triples between two entities, self-triples left out, self-loops of weight 1,
 * then D^-½ A D^-½ (method of EVA's and MCLEA's public code).
 */
export function jointAdjacency(task: AlignmentTask): Csr {
  const n1 = task.left.entityCount;
  const n = n1 + task.right.entityCount;
  const sides = [task.left.neighbours(), task.right.neighbours()];
  const total = n + sides[0]!.columns.length + sides[1]!.columns.length;
  const r = new Int32Array(total);
  const c = new Int32Array(total);
  const v = new Float32Array(total);
  let at = 0;
  const put = (i: number, j: number, value: number) => {
    r[at] = i;
    c[at] = j;
    v[at++] = value;
  };
  sides.forEach((side, s) => {
    const shift = s * n1;
    for (let i = 0; i < side.rows; i++) {
      put(i + shift, i + shift, 1);
      for (let e = side.offsets[i]!; e < side.offsets[i + 1]!; e++)
        put(i + shift, side.columns[e]! + shift, side.values[e]!);
    }
  });
  return normalized(csrFromTriplets(n, n, r, c, v));
}

/** D^-½ A D^-½ of a symmetric matrix without empty rows. */
function normalized(a: Csr): Csr {
  const scale = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    let degree = 0;
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) degree += a.values[e]!;
    scale[i] = 1 / Math.sqrt(degree);
  }
  const values = new Float32Array(a.values.length);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++)
      values[e] = a.values[e]! * scale[i]! * scale[a.columns[e]!]!;
  return { ...a, values };
}
