import type * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from '../backend/heap-backend.js';
import { rowsOfCsr, transposeWithSource } from '../csr.js';
import type { Device } from '../device/device.js';
import type { Csr } from '../matrix.js';

/** A sparse matrix in the heap. */
export interface HeapCsr {
  readonly rows: number;
  readonly cells: number;
  readonly offsets: number;
  readonly columns: number;
  readonly values: number;
}

/** A sparse matrix, its transpose, and for each of the transpose's cells its place in the matrix. */
export interface Pattern {
  readonly matrix: HeapCsr;
  readonly transposed: HeapCsr;
  readonly source: number;
  /** The whole matrix where this is some of its rows: threads share rows alike, so that their sums are the same. */
  readonly whole?: HeapCsr;
}

const known = new WeakMap<Csr, Pattern>();

// A matrix that is gone gives its blocks back.
const forgotten = new FinalizationRegistry<() => void>((release) => {
  release();
});

/** The matrix in the heap; copied on first use and kept as long as the object lives, so it must not be changed. */
export function heapPattern(device: Device, a: Csr): Pattern {
  const there = known.get(a);
  if (there) return there;
  const { transposed, source } = transposeWithSource(a);
  const blocks: number[] = [];
  const put = (values: Float32Array | Int32Array) => {
    const address = device.copyIn(values);
    blocks.push(address);
    return address;
  };
  const copy = (m: Csr): HeapCsr => ({
    rows: m.rows,
    cells: m.columns.length,
    offsets: put(m.offsets),
    columns: put(m.columns),
    values: put(m.values),
  });
  const pattern = { matrix: copy(a), transposed: copy(transposed), source: put(source) };
  known.set(a, pattern);
  const { heap } = device;
  forgotten.register(a, () => {
    for (const block of blocks) heap.free(block);
  });
  return pattern;
}

/**
 * The matrix with the cells of the given rows alone, as tensors that tfjs frees: for one step of training.
 * @param rows ascending
 */
export function rowsPattern(backend: HeapBackend, a: Csr, rows: Int32Array): Pattern & { held: tf.TensorInfo[] } {
  const whole = heapPattern(backend.device, a).matrix;
  const some = rowsOfCsr(a, rows);
  const { transposed, source } = transposeWithSource(some);
  const held: tf.TensorInfo[] = [];
  const put = (values: Int32Array) => {
    const block = backend.empty([values.length], 'int32');
    backend.device.heap.integers(block.address, values.length).set(values);
    held.push(block);
    return block.address;
  };
  const copy = (m: Csr): HeapCsr => ({
    rows: m.rows,
    cells: m.columns.length,
    offsets: put(m.offsets),
    columns: put(m.columns),
    values: 0,
  });
  return { matrix: copy(some), transposed: copy(transposed), source: put(source), whole, held };
}
