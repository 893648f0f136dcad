import type { Csr } from './matrix.js';

/** A `rows` × `cols` sparse matrix of cells (r, c) with values `v` (all 1 when not given); repeated cells add up. */
export function csrFromTriplets(rows: number, cols: number, r: Int32Array, c: Int32Array, v?: Float32Array): Csr {
  if (r.length !== c.length || (v && v.length !== r.length))
    throw new RangeError(`csrFromTriplets: ${r.length} rows, ${c.length} columns, ${v?.length ?? r.length} values`);
  for (let t = 0; t < r.length; t++)
    if (!(r[t]! >= 0 && r[t]! < rows && c[t]! >= 0 && c[t]! < cols))
      throw new RangeError(`csrFromTriplets: cell (${r[t]}, ${c[t]}) outside of ${rows} × ${cols}`);
  // Two stable counting sorts, by column and then by row, leave each row's columns ascending.
  const byColumn = stableOrder(c, cols);
  const order = stableOrder(r, rows, byColumn);
  const offsets = new Int32Array(rows + 1);
  const columns = new Int32Array(r.length);
  const values = new Float32Array(r.length);
  let at = 0;
  let sum = 0;
  for (let i = 0; i < order.length; i++) {
    const t = order[i]!;
    sum += v ? v[t]! : 1;
    const next = order[i + 1];
    if (next !== undefined && r[next] === r[t] && c[next] === c[t]) continue;
    columns[at] = c[t]!;
    values[at++] = sum;
    offsets[r[t]! + 1]!++;
    sum = 0;
  }
  for (let i = 0; i < rows; i++) offsets[i + 1]! += offsets[i]!;
  return { rows, cols, offsets, columns: columns.slice(0, at), values: values.slice(0, at) };
}

/** The positions 0 … n-1 (or `start`, in its order) sorted by key, equal keys in their old order. */
function stableOrder(keys: Int32Array, range: number, start?: Int32Array): Int32Array {
  const next = new Int32Array(range + 1);
  for (const key of keys) next[key + 1]!++;
  for (let i = 0; i < range; i++) next[i + 1]! += next[i]!;
  const order = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const t = start ? start[i]! : i;
    order[next[keys[t]!]!++] = t;
  }
  return order;
}

/** The transpose, and for each of its cells the position of the same cell in `a`. */
export function transposeWithSource(a: Csr): { transposed: Csr; source: Int32Array } {
  const offsets = new Int32Array(a.cols + 1);
  for (const j of a.columns) offsets[j + 1]!++;
  for (let j = 0; j < a.cols; j++) offsets[j + 1]! += offsets[j]!;
  const next = offsets.slice();
  const columns = new Int32Array(a.columns.length);
  const values = new Float32Array(a.columns.length);
  const source = new Int32Array(a.columns.length);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const at = next[a.columns[e]!]!++;
      columns[at] = i;
      values[at] = a.values[e]!;
      source[at] = e;
    }
  return { transposed: { rows: a.cols, cols: a.rows, offsets, columns, values }, source };
}

/** The transpose. */
export function transposeCsr(a: Csr): Csr {
  return transposeWithSource(a).transposed;
}

/** The sparse product a · b (Gustavson's algorithm, row by row); cells that cancel to zero stay stored. */
export function multiplyCsr(a: Csr, b: Csr): Csr {
  if (a.cols !== b.rows) throw new RangeError(`multiplyCsr: ${a.rows} × ${a.cols} times ${b.rows} × ${b.cols}`);
  const sums = new Float64Array(b.cols);
  const seen = new Int32Array(b.cols).fill(-1);
  const offsets = new Int32Array(a.rows + 1);
  const parts: { columns: Int32Array; values: Float32Array }[] = [];
  for (let i = 0; i < a.rows; i++) {
    const touched: number[] = [];
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const middle = a.columns[e]!;
      const weight = a.values[e]!;
      for (let f = b.offsets[middle]!; f < b.offsets[middle + 1]!; f++) {
        const j = b.columns[f]!;
        if (seen[j] !== i) {
          seen[j] = i;
          sums[j] = 0;
          touched.push(j);
        }
        sums[j]! += weight * b.values[f]!;
      }
    }
    const columns = Int32Array.from(touched).sort();
    parts.push({ columns, values: Float32Array.from(columns, (j) => sums[j]!) });
    offsets[i + 1] = offsets[i]! + columns.length;
  }
  const columns = new Int32Array(offsets[a.rows]!);
  const values = new Float32Array(offsets[a.rows]!);
  parts.forEach((part, i) => {
    columns.set(part.columns, offsets[i]!);
    values.set(part.values, offsets[i]!);
  });
  return { rows: a.rows, cols: b.cols, offsets, columns, values };
}

/** The matrix with the cells of the given rows alone (ascending); its size stays. */
export function rowsOfCsr(a: Csr, rows: Int32Array): Csr {
  const offsets = new Int32Array(a.rows + 1);
  for (const i of rows) offsets[i + 1] = a.offsets[i + 1]! - a.offsets[i]!;
  for (let i = 0; i < a.rows; i++) offsets[i + 1]! += offsets[i]!;
  const columns = new Int32Array(offsets[a.rows]!);
  const values = new Float32Array(columns.length);
  for (const i of rows) {
    columns.set(a.columns.subarray(a.offsets[i], a.offsets[i + 1]), offsets[i]);
    values.set(a.values.subarray(a.offsets[i], a.offsets[i + 1]), offsets[i]);
  }
  return { rows: a.rows, cols: a.cols, offsets, columns, values };
}

/** The columns that have a cell in one of the rows, ascending. */
export function columnsOfRows(a: Csr, rows: Int32Array): Int32Array {
  const seen = new Uint8Array(a.cols);
  let count = 0;
  for (const i of rows)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const j = a.columns[e]!;
      if (seen[j]) continue;
      seen[j] = 1;
      count++;
    }
  const found = new Int32Array(count);
  for (let j = 0, at = 0; at < count; j++) if (seen[j]) found[at++] = j;
  return found;
}

/** The row of every stored cell. */
export function rowOfCells(a: Csr): Int32Array {
  const rows = new Int32Array(a.columns.length);
  for (let i = 0; i < a.rows; i++) rows.fill(i, a.offsets[i]!, a.offsets[i + 1]!);
  return rows;
}
