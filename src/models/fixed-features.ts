import * as tf from '@tensorflow/tfjs';
import type { Csr, Matrix } from '../compute/index.js';
import type { RowSubset } from './model.js';

/** Feature rows that training never changes, as the first layer wants them. */
export interface FixedFeatures {
  readonly cols: number;
  /** The rows of `subset` (kept for the next call with the same one), or all rows. Do not dispose of the result. */
  take(subset?: RowSubset): tf.Tensor2D | Csr;
  dispose(): void;
}

/** Below this share of non-zero cells a sparse product is the cheaper one (relation counts, n-grams). */
const sparseBelow = 0.1;

/**
 * Holds a feature matrix sparse or dense, whichever makes the first layer cheaper.
 * @param o.known rows where this is 0 are zeros, whatever the matrix holds there (default: all are known)
 * @param o.unit make the rows unit (default: no)
 */
export function fixedFeatures(
  values: Matrix,
  o: { readonly known?: Uint8Array; readonly unit?: boolean } = {},
): FixedFeatures {
  const scale = rowScales(values, o);
  const filled = filledCells(values, scale);
  const sparse = filled < sparseBelow * values.rows * values.cols;
  const make = sparse ? fromSparse(values, scale, filled) : fromDense(values, scale);
  const held = new Map<RowSubset | undefined, tf.Tensor2D | Csr>();
  const release = (key: RowSubset | undefined) => {
    const value = held.get(key);
    if (value instanceof tf.Tensor) value.dispose();
    held.delete(key);
  };
  return {
    cols: values.cols,
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

/** What to multiply each row by; 0 for an unknown one. */
function rowScales({ data, rows, cols }: Matrix, o: { known?: Uint8Array; unit?: boolean }): Float32Array {
  const scale = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    if (o.known && !o.known[i]) continue;
    let sum = o.unit ? 0 : 1;
    for (let c = i * cols; o.unit && c < (i + 1) * cols; c++) sum += data[c]! ** 2;
    scale[i] = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  }
  return scale;
}

function filledCells({ data, rows, cols }: Matrix, scale: Float32Array): number {
  let filled = 0;
  for (let i = 0; i < rows; i++)
    if (scale[i] !== 0) for (let c = i * cols; c < (i + 1) * cols; c++) if (data[c] !== 0) filled++;
  return filled;
}

function fromDense({ data: from, rows, cols }: Matrix, scale: Float32Array) {
  return (chosen?: Int32Array): tf.Tensor2D => {
    const count = chosen?.length ?? rows;
    const data = new Float32Array(count * cols);
    for (let i = 0; i < count; i++) {
      const row = chosen ? chosen[i]! : i;
      for (let j = 0; j < cols; j++) data[i * cols + j] = from[row * cols + j]! * scale[row]!;
    }
    return tf.keep(tf.tensor2d(data, [count, cols]));
  };
}

/** Only the sparse form is kept: the matrix (40k × 1000 in DBP15K) may then be collected. */
function fromSparse({ data, rows, cols }: Matrix, scale: Float32Array, filled: number) {
  const all: Csr = {
    rows,
    cols,
    offsets: new Int32Array(rows + 1),
    columns: new Int32Array(filled),
    values: new Float32Array(filled),
  };
  let at = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; scale[i] !== 0 && j < cols; j++) {
      const value = data[i * cols + j]!;
      if (value === 0) continue;
      all.columns[at] = j;
      all.values[at++] = value * scale[i]!;
    }
    all.offsets[i + 1] = at;
  }
  return (chosen?: Int32Array): Csr => (chosen ? takeSparse(all, chosen) : all);
}

function takeSparse(m: Csr, chosen: Int32Array): Csr {
  const offsets = new Int32Array(chosen.length + 1);
  chosen.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + m.offsets[row + 1]! - m.offsets[row]!;
  });
  const columns = new Int32Array(offsets[chosen.length]!);
  const values = new Float32Array(columns.length);
  chosen.forEach((row, i) => {
    columns.set(m.columns.subarray(m.offsets[row], m.offsets[row + 1]), offsets[i]);
    values.set(m.values.subarray(m.offsets[row], m.offsets[row + 1]), offsets[i]);
  });
  return { rows: chosen.length, cols: m.cols, offsets, columns, values };
}
