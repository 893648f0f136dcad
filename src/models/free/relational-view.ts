import { type Matrix, matrix, normalizeRows, type Random, rowProducts, sparseDense } from '../../compute/index.js';
import type { RelationEnds } from './relation-ends.js';

/** What entities and relations hold after all steps, side by side: unit rows. */
export interface Passed {
  readonly entities: Matrix;
  readonly relations: Matrix;
}

/**
 * For each of ⌊width / 3⌋ random mixtures of what relations hold, the sum over an entity's triples of that number times
 * `mixes` random mixtures of what the neighbour holds; unit rows.
 */
export function relationalView(
  ends: RelationEnds,
  passed: Passed,
  { width, mixes }: { readonly width: number; readonly mixes: number },
  random: Random,
): Matrix {
  const heads = Math.floor(width / 3);
  const relations = mixed(passed.relations, heads, random.fork('relations'));
  const entities = mixed(passed.entities, heads * mixes, random.fork('entities'));
  const out = matrix(entities.rows, heads * mixes);
  const [part, values] = [matrix(entities.rows, mixes), new Float32Array(ends.edges.values.length)];
  for (let head = 0; head < heads; head++) {
    values.fill(0);
    ends.edge.forEach((edge, e) => {
      values[edge]! += relations.data[ends.relation[e]! * heads + head]!;
    });
    copyColumns(entities, head * mixes, part, 0, mixes);
    copyColumns(sparseDense({ ...ends.edges, values }, part), 0, out, head * mixes, mixes);
  }
  return normalizeRows(out);
}

/** Random mixtures of the columns, each of unit weights. */
function mixed(rows: Matrix, count: number, random: Random): Matrix {
  const weights = Float32Array.from({ length: count * rows.cols }, () => random.normal());
  return rowProducts(rows, normalizeRows(matrix(count, rows.cols, weights)));
}

function copyColumns(from: Matrix, at: number, to: Matrix, into: number, count: number): void {
  for (let i = 0; i < from.rows; i++)
    for (let c = 0; c < count; c++) to.data[i * to.cols + into + c] = from.data[i * from.cols + at + c]!;
}
