import * as tf from '@tensorflow/tfjs';
import { type Csr, type Matrix, row } from '../compute/index.js';
import type { RowSubset } from './model.js';

/** Feature rows that training never changes, as the first layer wants them. */
export interface FixedFeatures {
  readonly cols: number;
  /** The rows of `subset` (kept for the next call with the same one), or all rows. Do not dispose of the result. */
  take(subset?: RowSubset): tf.Tensor2D | Csr;
  dispose(): void;
}

/** Below this share of non-zero cells a sparse product beats OpenBLAS (measured on relation counts and n-grams). */
const sparseBelow = 0.1;

/** Holds `m` sparse or dense, whichever makes the first layer cheaper. */
export function fixedFeatures(m: Matrix): FixedFeatures {
  let filled = 0;
  for (const value of m.data) if (value !== 0) filled++;
  const make =
    filled < sparseBelow * m.data.length
      ? (rows?: Int32Array) => sparseRows(m, rows)
      : (rows?: Int32Array) => denseRows(m, rows);
  const held = new Map<RowSubset | undefined, tf.Tensor2D | Csr>();
  const release = (key: RowSubset | undefined) => {
    const value = held.get(key);
    if (value instanceof tf.Tensor) value.dispose();
    held.delete(key);
  };
  return {
    cols: m.cols,
    take(subset) {
      const found = held.get(subset);
      if (found) return found;
      // At most one subset at a time: in iterative learning the seeds change, and the old rows are not wanted again.
      for (const key of held.keys()) if (key !== undefined && subset !== undefined) release(key);
      const made = make(subset?.rows);
      held.set(subset, made);
      return made;
    },
    dispose() {
      for (const key of [...held.keys()]) release(key);
    },
  };
}

function denseRows(m: Matrix, rows?: Int32Array): tf.Tensor2D {
  if (!rows) return tf.keep(tf.tensor2d(m.data, [m.rows, m.cols]));
  const data = new Float32Array(rows.length * m.cols);
  rows.forEach((r, i) => {
    data.set(row(m, r), i * m.cols);
  });
  return tf.keep(tf.tensor2d(data, [rows.length, m.cols]));
}

function sparseRows(m: Matrix, rows?: Int32Array): Csr {
  const count = rows?.length ?? m.rows;
  const offsets = new Int32Array(count + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const r = rows ? rows[i]! : i;
    for (let j = 0; j < m.cols; j++) {
      const value = m.data[r * m.cols + j]!;
      if (value === 0) continue;
      columns.push(j);
      values.push(value);
    }
    offsets[i + 1] = columns.length;
  }
  return { rows: count, cols: m.cols, offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}
