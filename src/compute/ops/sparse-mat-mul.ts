import type * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from '../backend/heap-backend.js';
import type { Csr } from '../matrix.js';
import { sparseMatMulDefinition } from './definitions.js';
import { fusedOp, heapBackend, tensorOf } from './heap-op.js';
import { type HeapCsr, heapPattern } from './patterns.js';

/** The product a · x of a constant sparse matrix and a dense one (cells × width is never held). */
export function sparseMatMul(a: Csr, x: tf.Tensor2D): tf.Tensor2D {
  if (a.cols !== x.shape[0]) throw new RangeError(`sparseMatMul: ${a.rows} × ${a.cols} times ${x.shape.join(' × ')}`);
  const backend = heapBackend();
  if (!backend || x.size === 0) return sparseMatMulDefinition(a, x);
  const { matrix, transposed } = heapPattern(backend.device, a);
  return fusedOp(backend, [x], ([given]) => ({
    value: multiply(backend, matrix, given!),
    saved: [],
    gradients: (dy) => [tensorOf(backend, multiply(backend, transposed, dy))],
  }));
}

function multiply(backend: HeapBackend, a: HeapCsr, x: tf.Tensor): tf.TensorInfo {
  const width = x.shape[1]!;
  const out = backend.empty([a.rows, width]);
  const { rows, offsets, columns, values } = a;
  const numbers = { rows, split: offsets, offsets, columns, values, x: backend.address(x), out: out.address, width };
  backend.device.run('sparseRows', (a.cells + a.rows) * width, numbers);
  return out;
}
