import * as z from 'zod';
import { columnCount, type Options, option, optionSet } from '../base/index.js';
import { columnMeans, type Matrix, matrix, normalizeRows, stackRows } from '../compute/index.js';
import type { FeatureTable } from '../graph/index.js';
import { type FittedAxes, principalAxes, projected } from './whiten.js';

/** Shared with what describes pictures. */
export const whiteningFields = {
  dimensions: option(columnCount(), 128, 'Columns that are kept'),
  whitening: option(z.number().min(0).max(1), 0.5, "How much of the axes' imbalance is taken away, 0 … 1"),
};

export const whitenedSidesOptions = optionSet('whitenedSides', whiteningFields);

export interface WhitenedSidesOptions extends Options<typeof whitenedSidesOptions> {}

/**
 * Features of two graphs made comparable: each graph's mean is taken off, so that a house style does not pass for
 * content; then both are turned to the principal axes of all rows together, and partly whitened (see `whiten`).
 * @param left N1 × D features; unknown rows shape nothing, and stay zero
 * @returns unit rows, min(dimensions, D) wide
 */
export function whitenedSides(
  left: FeatureTable,
  right: FeatureTable,
  options?: WhitenedSidesOptions,
): { left: FeatureTable; right: FeatureTable } {
  const { fitted: _, ...tables } = whitenedTables(left, right, options);
  return tables;
}

/** The graphs' means, and the axes of both together. */
export interface FittedWhitening extends FittedAxes {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** {@link whitenedSides}, and what was fitted; or by what was fitted to others before. */
export function whitenedTables(
  left: FeatureTable,
  right: FeatureTable,
  options?: WhitenedSidesOptions,
  before?: FittedWhitening,
): { left: FeatureTable; right: FeatureTable; fitted: FittedWhitening } {
  const o = whitenedSidesOptions.resolve(options);
  const means = before ?? { left: columnMeans(left.values, left.known), right: columnMeans(right.values, right.known) };
  const [a, b] = [less(left, means.left), less(right, means.right)];
  const known = Uint8Array.from([...left.known, ...right.known]);
  const joint = stackRows(a, b);
  const axes = before ?? principalAxes(joint, known, { ...o, dimensions: Math.min(o.dimensions, a.cols) });
  const { data, cols } = normalizeRows(projected(joint, known, axes));
  const side = (table: FeatureTable, from: number): FeatureTable => ({
    values: {
      data: data.slice(from * cols, (from + table.values.rows) * cols),
      rows: table.values.rows,
      cols,
    },
    known: table.known,
  });
  const fitted = { left: means.left, right: means.right, axes: axes.axes, scale: axes.scale };
  return { left: side(left, 0), right: side(right, a.rows), fitted };
}

/** The known rows less these means. */
function less({ values, known }: FeatureTable, means: Float64Array): Matrix {
  const out = matrix(values.rows, values.cols, values.data.slice());
  for (let i = 0; i < out.rows; i++)
    if (known[i]) for (let d = 0; d < out.cols; d++) out.data[i * out.cols + d]! -= means[d]!;
  return out;
}
