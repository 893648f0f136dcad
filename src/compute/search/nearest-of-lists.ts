import type { Csr, Matrix } from '../matrix.js';
import { takeRows } from '../matrix.js';
import { hash } from '../random.js';
import type { BestLists, Lists } from './best-cells.js';
import { radiiOfLists } from './csls.js';
import type { Pairs, Radii, Scores } from './scores.js';
import { topK } from './top-k.js';
import { mutualCells } from './transport-plan.js';

/** More than rounding can move a score. */
const rounding = 1e-5;

/**
 * Pairs of the cells that the lists keep in which each end is the other's best by CSLS among all cells, as `mutualNearest`
 * with `withCsls` finds them. A cell (i, j) that is not kept scores at most the (k + 1)-th best b_i of its row and at most
 * r_j, since the k + 1 of its column are ahead of it: so 2·s − r_i − r_j ≤ b_i − r_i. A pair that scores more is its row's
 * best; rows and columns for which that is not said are searched again.
 * @param cells those of `cellsOfLists`
 * @param o csls: neighbours, fewer than the lists have
 */
export function nearestOfLists(
  scores: Scores,
  cells: Csr,
  lists: BestLists,
  o: { readonly csls: number; readonly tieSeed: number },
): Pairs {
  const radii = radiiOfLists(lists, o.csls);
  const found = mutualCells({ ...cells, values: corrected(cells, radii) }, o.tieSeed);
  const { left, right } = scores;
  const rowsHold = linesHold(found, [left, right], [radii.left, radii.right], lists.byRow, (i, j) =>
    hash(hash(o.tieSeed, i), j),
  );
  const turned = { left: found.right, right: found.left, score: found.score };
  const columnsHold = linesHold(turned, [right, left], [radii.right, radii.left], lists.byColumn, (j, i) =>
    hash(hash(o.tieSeed, i), j),
  );
  const keep = (_: number, p: number) => rowsHold[p] === 1 && columnsHold[p] === 1;
  return { left: found.left.filter(keep), right: found.right.filter(keep), score: found.score.filter(keep) };
}

function corrected({ rows, offsets, columns, values }: Csr, radii: Radii): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
      // Rounded at each step, as the kernels do.
      out[e] = Math.fround(2 * values[e]! - radii.left[i]!) - radii.right[columns[e]!]!;
  return out;
}

/** 1 for each pair whose right end is the best of its left one among all. */
function linesHold(
  { left: lines, right: ends, score }: Pairs,
  [rows, others]: readonly [Matrix, Matrix],
  [own, their]: readonly [Float32Array, Float32Array],
  { width, values }: Lists,
  tie: (line: number, end: number) => number,
): Uint8Array {
  const holds = new Uint8Array(lines.length).fill(1);
  let open = [...lines.keys()].filter((p) => {
    const i = lines[p]!;
    return width < others.rows && !(score[p]! > values[(i + 1) * width - 1]! - own[i]! + rounding);
  });
  // The best two, or as many more as it takes to see all that are level with the best.
  for (let k = 2; open.length > 0; k *= 16) {
    const most = Math.min(k, others.rows);
    const again = Int32Array.from(open, (p) => lines[p]!);
    const radii = { left: Float32Array.from(again, (i) => own[i]!), right: their };
    const best = topK({ left: takeRows(rows, again), right: others, radii }, most);
    open = open.filter((p, at) => {
      const top = best.values.subarray(at * most, (at + 1) * most);
      const level = top.findIndex((value) => value < top[0]!);
      if (level < 0 && most < others.rows) return true;
      const first = best.indices.subarray(at * most, at * most + (level < 0 ? most : level));
      const chosen = first.reduce((a, b) => (tie(lines[p]!, b) < tie(lines[p]!, a) ? b : a));
      holds[p] = chosen === ends[p] ? 1 : 0;
      return false;
    });
  }
  return holds;
}
