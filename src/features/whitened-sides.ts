import * as z from 'zod';
import { columnCount, type Options, option, optionSet } from '../base/index.js';
import { centred, type Matrix, normalizeRows, stackRows } from '../compute/index.js';
import type { FeatureTable } from '../graph/index.js';
import { whiten } from './whiten.js';

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
  const o = whitenedSidesOptions.resolve(options);
  const [a, b] = [left, right].map(({ values, known }) => centred(values, known)) as [Matrix, Matrix];
  const known = Uint8Array.from([...left.known, ...right.known]);
  const dimensions = Math.min(o.dimensions, a.cols);
  const { data, cols } = normalizeRows(whiten(stackRows(a, b), known, { ...o, dimensions }));
  const side = (table: FeatureTable, from: number): FeatureTable => ({
    values: {
      data: data.slice(from * cols, (from + table.values.rows) * cols),
      rows: table.values.rows,
      cols,
    },
    known: table.known,
  });
  return { left: side(left, 0), right: side(right, a.rows) };
}
