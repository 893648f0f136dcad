import { type Csr, type Matrix, matrix } from './matrix.js';

/** A CSR matrix from coordinates; values of equal coordinates add up (1 each when not given). */
export function csrFromTriplets(rows: number, cols: number, r: Int32Array, c: Int32Array, v?: Float32Array): Csr {
  const byRow = Array.from({ length: rows }, () => new Map<number, number>());
  for (let t = 0; t < r.length; t++) {
    if (r[t]! < 0 || r[t]! >= rows || c[t]! < 0 || c[t]! >= cols)
      throw new RangeError(`csrFromTriplets: (${r[t]}, ${c[t]}) is outside ${rows} × ${cols}`);
    const into = byRow[r[t]!]!;
    into.set(c[t]!, (into.get(c[t]!) ?? 0) + (v ? v[t]! : 1));
  }
  const offsets = new Int32Array(rows + 1);
  byRow.forEach((m, i) => {
    offsets[i + 1] = offsets[i]! + m.size;
  });
  const columns = new Int32Array(offsets[rows]!);
  const values = new Float32Array(offsets[rows]!);
  byRow.forEach((m, i) => {
    const sorted = [...m].sort((a, b) => a[0] - b[0]);
    sorted.forEach(([column, value], n) => {
      columns[offsets[i]! + n] = column;
      values[offsets[i]! + n] = value;
    });
  });
  return { rows, cols, offsets, columns, values };
}

/** The transpose. */
export function transposeCsr(a: Csr): Csr {
  const offsets = new Int32Array(a.cols + 1);
  for (const c of a.columns) offsets[c + 1]!++;
  for (let j = 0; j < a.cols; j++) offsets[j + 1]! += offsets[j]!;
  const next = offsets.slice();
  const columns = new Int32Array(a.columns.length);
  const values = new Float32Array(a.columns.length);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const at = next[a.columns[e]!]!++;
      columns[at] = i;
      values[at] = a.values[e]!;
    }
  return { rows: a.cols, cols: a.rows, offsets, columns, values };
}

/** The sparse product a · b. */
export function multiplyCsr(a: Csr, b: Csr): Csr {
  if (a.cols !== b.rows) throw new RangeError(`multiplyCsr: ${a.rows} × ${a.cols} times ${b.rows} × ${b.cols}`);
  const sums = new Float64Array(b.cols);
  const seen = new Int32Array(b.cols).fill(-1);
  const offsets = new Int32Array(a.rows + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < a.rows; i++) {
    const touched: number[] = [];
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const k = a.columns[e]!;
      for (let f = b.offsets[k]!; f < b.offsets[k + 1]!; f++) {
        const j = b.columns[f]!;
        if (seen[j] !== i) {
          seen[j] = i;
          sums[j] = 0;
          touched.push(j);
        }
        sums[j]! += a.values[e]! * b.values[f]!;
      }
    }
    touched.sort((x, y) => x - y);
    for (const j of touched) {
      columns.push(j);
      values.push(sums[j]!);
    }
    offsets[i + 1] = columns.length;
  }
  return { rows: a.rows, cols: b.cols, offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/** The dense product a · x. */
export function sparseDense(a: Csr, x: Matrix): Matrix {
  if (a.cols !== x.rows) throw new RangeError(`sparseDense: ${a.rows} × ${a.cols} times ${x.rows} × ${x.cols}`);
  const out = matrix(a.rows, x.cols);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const from = a.columns[e]! * x.cols;
      const value = a.values[e]!;
      for (let d = 0; d < x.cols; d++) out.data[i * x.cols + d]! += value * x.data[from + d]!;
    }
  return out;
}
