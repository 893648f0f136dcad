/** A dense row-major matrix of 32-bit floats. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** A sparse matrix in compressed-row form; `columns[offsets[i] .. offsets[i+1])` are row i's, ascending. */
export interface Csr {
  readonly rows: number;
  readonly cols: number;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** A `rows` × `cols` matrix over `data` (zeros when not given). */
export function matrix(rows: number, cols: number, data: Float32Array = new Float32Array(rows * cols)): Matrix {
  if (data.length !== rows * cols) throw new RangeError(`matrix: ${data.length} values for ${rows} × ${cols}`);
  return { data, rows, cols };
}

/** A view on row `i`. */
export function row(m: Matrix, i: number): Float32Array {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/** The given rows, copied in that order. */
export function takeRows(m: Matrix, indices: ArrayLike<number>): Matrix {
  const out = matrix(indices.length, m.cols);
  for (let i = 0; i < indices.length; i++) out.data.set(row(m, indices[i]!), i * m.cols);
  return out;
}

/** The columns from … to, copied. */
export function takeColumns(m: Matrix, from: number, to: number): Matrix {
  const out = matrix(m.rows, to - from);
  for (let i = 0; i < m.rows; i++) out.data.set(m.data.subarray(i * m.cols + from, i * m.cols + to), i * out.cols);
  return out;
}

/** Rows of `a` above rows of `b`. */
export function stackRows(a: Matrix, b: Matrix): Matrix {
  if (a.cols !== b.cols) throw new RangeError(`stackRows: ${a.cols} and ${b.cols} columns`);
  const out = matrix(a.rows + b.rows, a.cols);
  out.data.set(a.data);
  out.data.set(b.data, a.data.length);
  return out;
}

/** A copy with every row divided by its Euclidean length; a zero row stays zero. */
export function normalizeRows(m: Matrix): Matrix {
  return divideByLength(m, matrix(m.rows, m.cols));
}

/** {@link normalizeRows} in the matrix's own place: for one that nobody else has. */
export const normalizeOwnRows = (m: Matrix): Matrix => divideByLength(m, m);

function divideByLength(m: Matrix, out: Matrix): Matrix {
  for (let i = 0; i < m.rows; i++) {
    const start = i * m.cols;
    let sum = 0;
    for (let p = start; p < start + m.cols; p++) sum += m.data[p]! * m.data[p]!;
    const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (let j = 0; j < m.cols; j++) out.data[start + j] = m.data[start + j]! * scale;
  }
  return out;
}

/** Matrices of equal height side by side, each times its weight. */
export function concatColumns(parts: readonly Matrix[], weights: readonly number[] = parts.map(() => 1)): Matrix {
  const rows = parts[0]?.rows ?? 0;
  const cols = parts.reduce((sum, p) => sum + p.cols, 0);
  const out = matrix(rows, cols);
  let offset = 0;
  parts.forEach((part, p) => {
    placeColumns(out, part, offset, weights[p]);
    offset += part.cols;
  });
  return out;
}

/** Writes the part, times its weight, into the matrix's columns from `at` on. */
export function placeColumns(into: Matrix, { data, rows, cols }: Matrix, at: number, weight = 1): void {
  if (rows !== into.rows) throw new RangeError(`placeColumns: ${rows} and ${into.rows} rows`);
  for (let i = 0, from = 0; i < rows; i++)
    for (let to = i * into.cols + at, end = to + cols; to < end; to++) into.data[to] = weight * data[from++]!;
}

/** The mean of each column, over the rows that `counted` marks (all where it is not given). */
export function columnMeans(m: Matrix, counted?: Uint8Array): Float64Array {
  const means = new Float64Array(m.cols);
  const count = counted ? counted.reduce((sum, c) => sum + (c ? 1 : 0), 0) : m.rows;
  for (let i = 0; i < m.rows; i++)
    if (!counted || counted[i]) for (let d = 0; d < m.cols; d++) means[d]! += m.data[i * m.cols + d]! / count;
  return means;
}

/** A copy with the mean of the rows taken off each of them; rows that `counted` does not mark stay as they are. */
export function centred(m: Matrix, counted?: Uint8Array): Matrix {
  const means = columnMeans(m, counted);
  const out = matrix(m.rows, m.cols, m.data.slice());
  for (let i = 0; i < m.rows; i++)
    if (!counted || counted[i]) for (let d = 0; d < m.cols; d++) out.data[i * m.cols + d]! -= means[d]!;
  return out;
}
