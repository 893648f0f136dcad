import * as tf from '@tensorflow/tfjs';
import { heapBackendName, isFloat, replaceTfjsKernel, sizeOf, type TfjsKernel } from './tfjs-kernel.js';

// tfjs's kernels that carry cells from one place to another, and matrix products.

const matMul: TfjsKernel = ({ a, b }, attributes, backend) => {
  if (!isFloat(a!, b!)) return undefined;
  const { transposeA = false, transposeB = false } = attributes as { transposeA?: boolean; transposeB?: boolean };
  const [outerA, outerB] = [a!.shape.slice(0, -2), b!.shape.slice(0, -2)];
  const batch = sizeOf(outerA);
  if (batch !== sizeOf(outerB) || outerA.length !== outerB.length) return undefined;
  const [rowsA, colsA] = a!.shape.slice(-2) as [number, number];
  const [rowsB, colsB] = b!.shape.slice(-2) as [number, number];
  const [M, K] = transposeA ? [colsA, rowsA] : [rowsA, colsA];
  const [inner, N] = transposeB ? [colsB, rowsB] : [rowsB, colsB];
  if (K !== inner) return undefined;
  const out = backend.empty([...outerA, M, N]);
  for (let i = 0; i < batch; i++)
    backend.device.gemm(
      { M, N, K, transposeA, transposeB },
      backend.address(a!) + 4 * i * rowsA * colsA,
      backend.address(b!) + 4 * i * rowsB * colsB,
      out.address + 4 * i * M * N,
    );
  return out;
};

/** Without activation or bias a fused product is a product; the rest is tfjs's composition, out of fast kernels. */
const fusedMatMul: TfjsKernel = ({ a, b, bias, preluActivationWeights }, attributes, backend) => {
  const { activation, leakyreluAlpha } = attributes as { activation?: string; leakyreluAlpha?: number };
  const steps: Record<string, string | undefined> = {
    relu: 'Relu',
    elu: 'Elu',
    sigmoid: 'Sigmoid',
    leakyrelu: 'LeakyRelu',
  };
  const step = activation && activation !== 'linear' ? steps[activation] : '';
  if (step === undefined || preluActivationWeights) return undefined;
  let out = matMul({ a: a!, b: b! }, attributes, backend) as tf.TensorInfo | undefined;
  if (!out) return undefined;
  const apply = (kernel: string, inputs: Record<string, tf.TensorInfo>, attrs = {}) => {
    const next = tf.getKernel(kernel, heapBackendName).kernelFunc({ inputs, backend, attrs }) as tf.TensorInfo;
    backend.disposeIntermediateTensorInfo(out!);
    out = next;
  };
  if (bias) apply('Add', { a: out, b: bias });
  if (step) apply(step, { x: out }, { alpha: leakyreluAlpha });
  return out;
};

const gather: TfjsKernel = ({ x, indices }, attributes, backend) => {
  const { axis = 0, batchDims = 0 } = attributes as { axis?: number; batchDims?: number };
  if (!isFloat(x!) || indices!.dtype !== 'int32' || axis !== 0 || batchDims !== 0) return undefined;
  const count = sizeOf(indices!.shape);
  const width = sizeOf(x!.shape.slice(1));
  const { device } = backend;
  const at = backend.address(indices!);
  for (const i of device.heap.integers(at, count))
    if (!(i >= 0 && i < x!.shape[0]!)) throw new RangeError(`gather: row ${i} of ${x!.shape[0]}`);
  const out = backend.empty([...indices!.shape, ...x!.shape.slice(1)]);
  const numbers = { x: backend.address(x!), index: at, out: out.address, n: width };
  device.run('gatherRows', count * width, { items: count, ...numbers });
  return out;
};

const segmentSum: TfjsKernel = ({ x, segmentIds }, attributes, backend) => {
  const { numSegments } = attributes as { numSegments: number };
  if (!isFloat(x!) || segmentIds!.dtype !== 'int32' || segmentIds!.shape.length !== 1) return undefined;
  const count = x!.shape[0]!;
  const width = sizeOf(x!.shape.slice(1));
  const out = backend.empty([numSegments, ...x!.shape.slice(1)]);
  const numbers = { x: backend.address(x!), segment: backend.address(segmentIds!), count, out: out.address, n: width };
  backend.device.run('segmentSums', (count + numSegments) * width, { items: numSegments, ...numbers });
  return out;
};

const transpose: TfjsKernel = ({ x }, attributes, backend) => {
  const { perm } = attributes as { perm: number[] };
  if (perm.every((axis, i) => axis === i)) {
    // Gather's gradient transposes twice by the identity.
    backend.incRef(x!.dataId);
    return { dataId: x!.dataId, shape: x!.shape, dtype: x!.dtype };
  }
  if (!isFloat(x!) || x!.shape.length !== 2 || perm[0] !== 1) return undefined;
  const [rows, cols] = x!.shape as [number, number];
  const out = backend.empty([cols, rows]);
  backend.device.run('transpose', rows * cols, { items: cols, x: backend.address(x!), out: out.address, rows, cols });
  return out;
};

const concat: TfjsKernel = (inputs, attributes, backend) => {
  const parts = Object.values(inputs);
  if (!isFloat(...parts)) return undefined;
  const axis = tf.util.parseAxisParam(attributes.axis as number, parts[0]!.shape)[0]!;
  const shapes = parts.map((part) => part.shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const out = backend.empty(tf.backend_util.computeOutShape(shapes, axis));
  const rows = sizeOf(out.shape.slice(0, axis));
  const width = sizeOf(out.shape.slice(axis));
  let offset = 0;
  for (const part of parts) {
    const own = sizeOf(part.shape.slice(axis));
    const to = out.address + 4 * offset;
    const numbers = { x: backend.address(part), xStride: own, out: to, outStride: width, width: own };
    backend.device.run('copyRows', rows * own, { items: rows, ...numbers });
    offset += own;
  }
  return out;
};

const slice: TfjsKernel = ({ x }, attributes, backend) => {
  const given = attributes as { begin: number | number[]; size: number | number[] };
  if (!isFloat(x!) || x!.shape.length < 1) return undefined;
  const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, given.begin, given.size) as [number[], number[]];
  tf.slice_util.assertParamsValid(x as tf.Tensor, begin, size);
  // As a matrix: the first axis are the rows, the second may be cut, the others must be whole.
  if (x!.shape.some((n, axis) => axis > 1 && size[axis] !== n)) return undefined;
  const unit = sizeOf(x!.shape.slice(2));
  const [rows, from] = x!.shape.length === 1 ? [1, 0] : [size[0]!, begin[0]!];
  const last = x!.shape.length === 1 ? 0 : 1;
  const [stride, width] = [x!.shape[last]! * unit, size[last]! * unit];
  const out = backend.empty(size);
  const at = backend.address(x!) + 4 * (from * stride + begin[last]! * unit);
  const numbers = { x: at, xStride: stride, out: out.address, outStride: width, width };
  backend.device.run('copyRows', rows * width, { items: rows, ...numbers });
  return out;
};

/** The gradient of concat. */
const splitV: TfjsKernel = ({ x }, attributes, backend) => {
  if (!isFloat(x!)) return undefined;
  const { numOrSizeSplits, axis: given } = attributes as { numOrSizeSplits: number | number[]; axis: number };
  const axis = tf.util.parseAxisParam(given, x!.shape)[0]!;
  const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, axis);
  const rows = sizeOf(x!.shape.slice(0, axis));
  const stride = sizeOf(x!.shape.slice(axis));
  const unit = sizeOf(x!.shape.slice(axis + 1));
  let at = backend.address(x!);
  return sizes.map((size) => {
    const out = backend.empty([...x!.shape.slice(0, axis), size, ...x!.shape.slice(axis + 1)]);
    const width = size * unit;
    const numbers = { x: at, xStride: stride, out: out.address, outStride: width, width };
    backend.device.run('copyRows', rows * width, { items: rows, ...numbers });
    at += 4 * width;
    return out;
  });
};

export function registerMoves(): void {
  replaceTfjsKernel('BatchMatMul', matMul);
  replaceTfjsKernel('_FusedMatMul', fusedMatMul);
  replaceTfjsKernel('GatherV2', gather);
  replaceTfjsKernel('UnsortedSegmentSum', segmentSum);
  replaceTfjsKernel('Transpose', transpose);
  replaceTfjsKernel('Concat', concat);
  replaceTfjsKernel('Slice', slice);
  replaceTfjsKernel('SplitV', splitV);
}
