import { Matrix } from 'ml-matrix';
import { random, row } from '../../compute/index.js';
import type { FeatureTable } from '../../graph/index.js';

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

/** The given rows, less their mean. */
export function centredRows(entities: readonly number[], rowOf: (entity: number) => Float64Array): Matrix {
  const out = new Matrix(entities.map(rowOf));
  return out.center('column');
}

/** All matrices divided by the root mean square of all their numbers; returns them. */
export function toUnitScale(all: readonly Matrix[]): readonly Matrix[] {
  const numbers = all.reduce((n, m) => n + m.rows * m.columns, 0);
  const squares = all.reduce((sum, m) => sum + m.norm('frobenius') ** 2, 0);
  const scale = Math.sqrt(squares / Math.max(1, numbers)) || 1;
  for (const m of all) m.div(scale);
  return all;
}
