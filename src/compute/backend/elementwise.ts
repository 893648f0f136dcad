import * as tf from '@tensorflow/tfjs';
import * as codes from '../wasm/codes.js';
import type { HeapBackend } from './heap-backend.js';
import { isFloat, replaceTfjsKernel, sizeOf, type TfjsKernel } from './tfjs-kernel.js';

const unaryKernels: readonly [kernel: string, op: number, constant?: string][] = [
  ['Exp', codes.EXP],
  ['Log', codes.LOG],
  ['Sqrt', codes.SQRT],
  ['Rsqrt', codes.RSQRT],
  ['Square', codes.SQUARE],
  ['Neg', codes.NEG],
  ['Relu', codes.RELU],
  ['Elu', codes.ELU],
  ['LeakyRelu', codes.LEAKY_RELU, 'alpha'],
  ['Sigmoid', codes.SIGMOID],
  ['Tanh', codes.TANH],
  ['Abs', codes.ABS],
  ['Step', codes.STEP, 'alpha'],
  ['Reciprocal', codes.RECIPROCAL],
];

const binaryKernels: readonly [kernel: string, op: number, first?: string, second?: string][] = [
  ['Add', codes.ADD],
  ['Sub', codes.SUB],
  ['Multiply', codes.MUL],
  ['RealDiv', codes.DIV],
  ['Maximum', codes.MAX],
  ['Minimum', codes.MIN],
  ['SquaredDifference', codes.SQUARED_DIFFERENCE],
  ['EluGrad', codes.ELU_GRADIENT, 'dy', 'y'],
];

function unary(op: number, constant?: string): TfjsKernel {
  return ({ x }, attributes, backend) => {
    if (!isFloat(x!)) return undefined;
    const size = sizeOf(x!.shape);
    const out = backend.empty(x!.shape);
    const c = constant ? ((attributes[constant] as number | undefined) ?? 0) : 0;
    // Up to twenty arithmetic steps a cell.
    backend.device.run('unary', 10 * size, { items: size, op, x: backend.address(x!), out: out.address, c });
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
  const both = { op, a: x, out: out.address, swapped: +swapped };
  if (other === 1) {
    const value = device.heap.floats(y, 1)[0]!;
    device.run('binaryScalar', size, { ...both, items: size, s: value });
  } else if (way === 'row') {
    device.run('binaryRow', size, { ...both, items: size / other, b: y, n: other });
  } else device.run('binaryColumn', size, { ...both, items: other, b: y, n: size / other });
  return out;
}

function binary(op: number, first = 'a', second = 'b'): TfjsKernel {
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
  const numbers = { op, a: backend.address(a), b: backend.address(b), out: out.address };
  backend.device.run('binarySame', size, { items: size, ...numbers });
  return out;
}

const addN: TfjsKernel = (inputs, _attributes, backend) => {
  const terms = Object.values(inputs);
  if (terms.length < 2 || !isFloat(...terms)) return undefined;
  const size = sizeOf(terms[0]!.shape);
  const out = same(backend, codes.ADD, terms[0]!, terms[1]!);
  const to = backend.address(out);
  for (const term of terms.slice(2))
    backend.device.run('binarySame', size, { items: size, op: codes.ADD, a: to, b: backend.address(term), out: to });
  return out;
};

const fill: TfjsKernel = (_inputs, attributes, backend) => {
  const { shape, value, dtype } = attributes as { shape: number[]; value: number | string; dtype?: string };
  if (typeof value !== 'number' || (dtype ?? 'float32') !== 'float32') return undefined;
  const out = backend.empty(shape);
  backend.device.run('fill', sizeOf(shape), { items: sizeOf(shape), x: out.address, value });
  return out;
};

/** tfjs's own leaves whole numbers and truth values as they are and calls them floats; the heap's cells have one type. */
const cast: TfjsKernel = ({ x }, attributes, backend) => {
  const { dtype } = attributes as { dtype: tf.DataType };
  if (x!.dtype === dtype || (x!.dtype !== 'int32' && x!.dtype !== 'bool')) return undefined;
  const { values } = backend.data.get(x!.dataId);
  if (dtype === 'float32') return backend.makeTensorInfo(x!.shape, dtype, Float32Array.from(values as Int32Array));
  if (dtype === 'int32') return backend.makeTensorInfo(x!.shape, dtype, Int32Array.from(values as Uint8Array));
  return undefined;
};

export function registerElementwise(): void {
  for (const [kernel, op, constant] of unaryKernels) replaceTfjsKernel(kernel, unary(op, constant));
  for (const [kernel, op, first, second] of binaryKernels) replaceTfjsKernel(kernel, binary(op, first, second));
  replaceTfjsKernel('AddN', addN);
  replaceTfjsKernel('Fill', fill);
  replaceTfjsKernel('Cast', cast);
}
