import * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from './heap-backend.js';
import { type FastKernel, isFloat, replaceKernel, sizeOf } from './kernel.js';

// The numbers are those of assembly/unary.ts and binary.ts.
const unaryKernels: readonly [kernel: string, op: number, constant?: string][] = [
  ['Exp', 0],
  ['Log', 1],
  ['Sqrt', 2],
  ['Rsqrt', 3],
  ['Square', 4],
  ['Neg', 5],
  ['Relu', 6],
  ['Elu', 7],
  ['LeakyRelu', 8, 'alpha'],
  ['Sigmoid', 9],
  ['Tanh', 10],
  ['Abs', 11],
  ['Step', 12, 'alpha'],
  ['Reciprocal', 13],
];

const binaryKernels: readonly [kernel: string, op: number, first?: string, second?: string][] = [
  ['Add', 0],
  ['Sub', 1],
  ['Multiply', 2],
  ['RealDiv', 3],
  ['Maximum', 4],
  ['Minimum', 5],
  ['SquaredDifference', 6],
  ['EluGrad', 7, 'dy', 'y'],
];

function unary(op: number, constant?: string): FastKernel {
  return ({ x }, attributes, backend) => {
    if (!isFloat(x!)) return undefined;
    const size = sizeOf(x!.shape);
    const out = backend.empty(x!.shape);
    const c = constant ? ((attributes[constant] as number | undefined) ?? 0) : 0;
    // Up to twenty arithmetic steps a cell.
    backend.device.run('unary', 10 * size, size, op, backend.address(x!), out.address, c);
    return out;
  };
}

/** How `small` spreads over `large`: as a whole, by rows, by columns; undefined: in another way. */
function spreads(large: readonly number[], small: readonly number[]): 'row' | 'column' | undefined {
  const padded = [...Array(Math.max(0, large.length - small.length)).fill(1), ...small] as number[];
  if (padded.length !== large.length) return undefined;
  const fits = (from: number, to: number) => padded.slice(from, to).every((n, i) => n === large[from + i]);
  const ones = (from: number, to: number) => padded.slice(from, to).every((n) => n === 1);
  for (let cut = 0; cut <= large.length; cut++) {
    if (ones(0, cut) && fits(cut, large.length)) return 'row';
    if (fits(0, cut) && ones(cut, large.length)) return 'column';
  }
  return undefined;
}

/** op(a, b) with b spread over a, or op(b, a) when swapped. */
function spreadBinary(
  backend: HeapBackend,
  op: number,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  swapped: boolean,
): tf.TensorInfo | undefined {
  const size = sizeOf(a.shape);
  const other = sizeOf(b.shape);
  const way = spreads(a.shape, b.shape);
  if (!way || size === 0 || other === 0) return undefined;
  const out = backend.empty(a.shape);
  const [x, y] = [backend.address(a), backend.address(b)];
  const { device } = backend;
  if (other === 1) {
    const value = device.heap.floats(y, 1)[0]!;
    device.run('binaryScalar', size, size, op, x, value, out.address, +swapped);
  } else if (way === 'row') {
    device.run('binaryRow', size, size / other, op, x, y, out.address, +swapped, other);
  } else device.run('binaryColumn', size, other, op, x, y, out.address, +swapped, size / other);
  return out;
}

function binary(op: number, first = 'a', second = 'b'): FastKernel {
  return (inputs, _attributes, backend) => {
    const [a, b] = [inputs[first]!, inputs[second]!];
    if (!isFloat(a, b)) return undefined;
    if (a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i])) return same(backend, op, a, b);
    const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const isWhole = (info: tf.TensorInfo) =>
      info.shape.length === shape.length && info.shape.every((n, i) => n === shape[i]);
    if (isWhole(a)) return spreadBinary(backend, op, a, b, false);
    if (isWhole(b)) return spreadBinary(backend, op, b, a, true);
    return undefined;
  };
}

function same(backend: HeapBackend, op: number, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
  const size = sizeOf(a.shape);
  const out = backend.empty(a.shape);
  backend.device.run('binarySame', size, size, op, backend.address(a), backend.address(b), out.address);
  return out;
}

const addN: FastKernel = (inputs, _attributes, backend) => {
  const terms = Object.values(inputs);
  if (terms.length < 2 || !isFloat(...terms)) return undefined;
  const size = sizeOf(terms[0]!.shape);
  const out = same(backend, 0, terms[0]!, terms[1]!);
  const to = backend.address(out);
  for (const term of terms.slice(2)) backend.device.run('binarySame', size, size, 0, to, backend.address(term), to);
  return out;
};

const fill: FastKernel = (_inputs, attributes, backend) => {
  const { shape, value, dtype } = attributes as { shape: number[]; value: number | string; dtype?: string };
  if (typeof value !== 'number' || (dtype ?? 'float32') !== 'float32') return undefined;
  const out = backend.empty(shape);
  backend.device.run('fill', sizeOf(shape), sizeOf(shape), out.address, value);
  return out;
};

/** tfjs's own leaves whole numbers and truth values as they are and calls them floats; the heap's cells have one type. */
const cast: FastKernel = ({ x }, attributes, backend) => {
  const { dtype } = attributes as { dtype: tf.DataType };
  if (x!.dtype === dtype || (x!.dtype !== 'int32' && x!.dtype !== 'bool')) return undefined;
  const { values } = backend.data.get(x!.dataId);
  if (dtype === 'float32') return backend.makeTensorInfo(x!.shape, dtype, Float32Array.from(values as Int32Array));
  if (dtype === 'int32') return backend.makeTensorInfo(x!.shape, dtype, Int32Array.from(values as Uint8Array));
  return undefined;
};

export function registerElementwise(): void {
  for (const [kernel, op, constant] of unaryKernels) replaceKernel(kernel, unary(op, constant));
  for (const [kernel, op, first, second] of binaryKernels) replaceKernel(kernel, binary(op, first, second));
  replaceKernel('AddN', addN);
  replaceKernel('Fill', fill);
  replaceKernel('Cast', cast);
}
