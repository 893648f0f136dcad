import { Matrix } from 'ml-matrix';
import { random, row } from '../../compute/index.js';
import type { FeatureTable } from '../../graph/index.js';
import type { VariantClass } from './classes.js';

/** Wider features are projected on so many random directions, which keeps their products nearly. */
const widest = 256;

/** Rows of a table in double precision, by a fixed random projection where they are wide. */
export function rowsOf({ values }: FeatureTable, seed: number): (entity: number) => Float64Array {
  if (values.cols <= widest) return (entity) => Float64Array.from(row(values, entity));
  const draw = random(seed).fork('projection of variants');
  const axes = Matrix.from1DArray(
    values.cols,
    widest,
    Array.from({ length: values.cols * widest }, () => draw.normal() / Math.sqrt(widest)),
  );
  return (entity) => Float64Array.from(new Matrix([row(values, entity)]).mmul(axes).to1DArray());
}

/** What is known of a class's members by the modality. */
export interface ClassRows {
  /** A row for each member that has the modality, less their mean; root mean square 1 over all classes of the graph. */
  readonly rows: Matrix;
  /** Which members these are, by their places in the class. */
  readonly which: readonly number[];
}

/** The differences within the classes of one graph. */
export function classRows(
  classes: readonly VariantClass[],
  { known }: FeatureTable,
  rowOf: (entity: number) => Float64Array,
): readonly ClassRows[] {
  const all = classes.map((members) => {
    const which = [...members.keys()].filter((m) => known[members[m]!]);
    return { which, rows: new Matrix(which.map((m) => rowOf(members[m]!))).center('column') };
  });
  toUnitScale(all.map(({ rows }) => rows));
  return all;
}

/** All matrices divided by the root mean square of all their numbers; returns them. */
export function toUnitScale(all: readonly Matrix[]): readonly Matrix[] {
  const numbers = all.reduce((n, m) => n + m.rows * m.columns, 0);
  const squares = all.reduce((sum, m) => sum + m.norm('frobenius') ** 2, 0);
  const scale = Math.sqrt(squares / Math.max(1, numbers)) || 1;
  for (const m of all) m.div(scale);
  return all;
}
