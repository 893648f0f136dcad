import type { Device } from './device/device.js';
import { heapBlock } from './device/heap-block.js';
import { distinctRows } from './distinct.js';
import { currentDevice } from './engine.js';
import { type Csr, type Matrix, matrix, placeColumns, row, takeColumns } from './matrix.js';

/** The product a · b; with `transposeA` aᵀ · b, with `transposeB` a · bᵀ. */
export function matmul(a: Matrix, b: Matrix, o: { transposeA?: boolean; transposeB?: boolean } = {}): Matrix {
  const [M, K] = o.transposeA ? [a.cols, a.rows] : [a.rows, a.cols];
  const [inner, N] = o.transposeB ? [b.cols, b.rows] : [b.rows, b.cols];
  if (K !== inner) throw new RangeError(`matmul: ${M} × ${K} times ${inner} × ${N}`);
  const device = currentDevice();
  if (device) return onHeap(device, [a.data, b.data], [M, N], (x, y, out) => device.gemm({ M, N, K, ...o }, x, y, out));
  return plainProduct(o.transposeA ? transpose(a) : a, o.transposeB ? b : transpose(b));
}

/**
 * The products of every row of `a` with every row of `b`, to be compared: equal rows get equal products wherever they
 * stand, which `matmul` does not promise (OpenBLAS has kernels of their own for small products and for what is left of
 * a matrix at its borders).
 */
export function rowProducts(a: Matrix, b: Matrix): Matrix {
  const out = matmul(a, b, { transposeB: true });
  const [byRow, byColumn] = [distinctRows(a), distinctRows(b)];
  if (byColumn.firsts.length < b.rows)
    for (let i = 0; i < a.rows; i++) {
      const cells = row(out, i);
      byColumn.labels.forEach((kind, j) => {
        cells[j] = cells[byColumn.firsts[kind]!]!;
      });
    }
  if (byRow.firsts.length < a.rows)
    byRow.labels.forEach((kind, i) => {
      out.data.set(row(out, byRow.firsts[kind]!), i * out.cols);
    });
  return out;
}

/** Additions and multiplications a second of square matrix products on this machine, tried for about a second. */
export function matmulRate(): number {
  const size = 1024;
  const square = matrix(size, size, new Float32Array(size * size).fill(1e-3));
  matmul(square, square);
  const start = performance.now();
  let flops = 0;
  while (performance.now() - start < 1000) {
    matmul(square, square, { transposeB: true });
    flops += 2 * size ** 3;
  }
  return (1000 * flops) / (performance.now() - start);
}

/** The product a · x of a sparse and a dense matrix. */
export function sparseDense(a: Csr, x: Matrix): Matrix {
  if (a.cols !== x.rows) throw new RangeError(`sparseDense: ${a.rows} × ${a.cols} times ${x.rows} × ${x.cols}`);
  const device = currentDevice();
  if (!device || x.cols === 0) return plainSparse(a, x);
  const fitting = columnsFitting(heapBlock.cells, Math.max(a.rows, x.rows));
  if (x.cols <= fitting) return sparseOnHeap(device, a, x);
  const out = matrix(a.rows, x.cols);
  for (let at = 0; at < x.cols; at += fitting)
    placeColumns(out, sparseOnHeap(device, a, takeColumns(x, at, Math.min(x.cols, at + fitting))), at);
  return out;
}

const columnsFitting = (cells: number, rows: number) => Math.max(1, Math.floor(cells / Math.max(1, rows)));

/** Cells of a block of columns: 64 MB, so that two of them are little beside what they are taken from. */
const ownCells = 2 ** 24;

/** {@link sparseDense} of a square matrix, written over `x`, which nobody else has: columns do not meet each other. */
export function sparseTimesOwn(a: Csr, x: Matrix): Matrix {
  const width = columnsFitting(Math.min(ownCells, heapBlock.cells), x.rows);
  for (let at = 0; at < x.cols; at += width)
    placeColumns(x, sparseDense(a, takeColumns(x, at, Math.min(x.cols, at + width))), at);
  return x;
}

function sparseOnHeap(device: Device, a: Csr, x: Matrix): Matrix {
  return onHeap(
    device,
    [a.offsets, a.columns, a.values, x.data],
    [a.rows, x.cols],
    (offsets, columns, values, y, out) =>
      device.run('sparseRows', a.columns.length * x.cols, {
        rows: a.rows,
        split: offsets,
        offsets,
        columns,
        values,
        x: y,
        out,
        width: x.cols,
      }),
  );
}

/** Copies the inputs into the heap, computes, and copies the result out. */
function onHeap(
  device: Device,
  inputs: readonly (Float32Array | Int32Array)[],
  [rows, cols]: readonly [number, number],
  compute: (...addresses: [number, number, number, number, number]) => void,
): Matrix {
  const blocks = inputs.map((values) => device.copyIn(values));
  try {
    return device.with([rows * cols], (out) => {
      compute(...([...blocks, out] as [number, number, number, number, number]));
      return matrix(rows, cols, device.heap.floats(out!, rows * cols).slice());
    });
  } finally {
    for (const block of blocks) device.heap.free(block);
  }
}

function plainProduct(left: Matrix, right: Matrix): Matrix {
  const out = matrix(left.rows, right.rows);
  const width = left.cols;
  for (let i = 0; i < left.rows; i++)
    for (let j = 0; j < right.rows; j++) {
      let sum = 0;
      for (let k = 0, p = i * width, q = j * width; k < width; k++, p++, q++) sum += left.data[p]! * right.data[q]!;
      out.data[i * right.rows + j] = sum;
    }
  return out;
}

function transpose(a: Matrix): Matrix {
  const out = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) out.data[j * a.rows + i] = a.data[i * a.cols + j]!;
  return out;
}

function plainSparse(a: Csr, x: Matrix): Matrix {
  const out = matrix(a.rows, x.cols);
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) {
      const weight = a.values[e]!;
      for (let d = 0, from = a.columns[e]! * x.cols, to = i * x.cols; d < x.cols; d++, from++, to++)
        out.data[to]! += weight * x.data[from]!;
    }
  return out;
}
