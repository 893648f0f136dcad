import * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from './heap-backend.js';
import { isFloat, replaceTfjsKernel, sizeOf, type TfjsKernel } from './tfjs-kernel.js';

/** Which axes go, and the shape that is left. */
function reduced(x: tf.TensorInfo, attributes: Record<string, unknown>) {
  const given = (attributes.axis ?? attributes.reductionIndices) as number | number[] | undefined;
  const axes = tf.util.parseAxisParam(given as number | number[], x.shape).sort((a, b) => a - b);
  const rank = x.shape.length;
  const shape = attributes.keepDims
    ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
    : x.shape.filter((_, i) => !axes.includes(i));
  const size = sizeOf(x.shape);
  const gone = sizeOf(axes.map((i) => x.shape[i]!));
  return {
    shape,
    size,
    gone,
    /** The last axes: each row of `gone` cells becomes one. */
    rows: axes.every((axis, i) => axis === rank - axes.length + i),
    /** The first axes: columns become one cell each. */
    columns: axes.every((axis, i) => axis === i),
  };
}

/** Cells of a partial sum, when one long row is shared among threads. */
const chunk = 4096;

function sumAll(backend: HeapBackend, x: tf.TensorInfo, size: number, scale: number, shape: number[]): tf.TensorInfo {
  const { device } = backend;
  const out = backend.empty(shape);
  const whole = Math.floor(size / chunk);
  device.with([whole + 1], (partials) => {
    const at = backend.address(x);
    device.run('rowSums', size, { items: whole, x: at, out: partials!, n: chunk, scale: 1 });
    let sum = 0;
    for (const part of device.heap.floats(partials!, whole)) sum += part;
    for (const rest of device.heap.floats(at + 4 * whole * chunk, size - whole * chunk)) sum += rest;
    device.heap.floats(out.address, 1)[0] = sum * scale;
  });
  return out;
}

function sumColumns(backend: HeapBackend, x: tf.TensorInfo, rows: number, scale: number, shape: number[]) {
  const { device } = backend;
  const n = sizeOf(shape);
  const out = backend.empty(shape);
  // One thread leaves one partial row, all of them as many as they are: clear the rest.
  device.with([device.threads * n], (partials) => {
    device.heap.floats(partials!, device.threads * n).fill(0);
    device.run('columnSums', rows * n, { rows, x: backend.address(x), partials: partials!, n });
    const view = device.heap.floats(partials!, device.threads * n);
    const sums = device.heap.floats(out.address, n);
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let t = 0; t < device.threads; t++) sum += view[t * n + j]!;
      sums[j] = sum * scale;
    }
  });
  return out;
}

function sum(mean: boolean): TfjsKernel {
  return ({ x }, attributes, backend) => {
    if (!isFloat(x!)) return undefined;
    const { shape, size, gone, rows, columns } = reduced(x!, attributes);
    if (size === 0 || x!.shape.length === 0) return undefined;
    const scale = mean ? 1 / gone : 1;
    if (gone === size) return sumAll(backend, x!, size, scale, shape);
    if (rows) {
      const out = backend.empty(shape);
      const numbers = { x: backend.address(x!), out: out.address, n: gone, scale };
      backend.device.run('rowSums', size, { items: size / gone, ...numbers });
      return out;
    }
    return columns ? sumColumns(backend, x!, gone, scale, shape) : undefined;
  };
}

const max: TfjsKernel = ({ x }, attributes, backend) => {
  if (!isFloat(x!)) return undefined;
  const { shape, size, gone, rows } = reduced(x!, attributes);
  if (size === 0 || !rows || x!.shape.length === 0) return undefined;
  const out = backend.empty(shape);
  backend.device.run('rowMaxima', size, { items: size / gone, x: backend.address(x!), out: out.address, n: gone });
  return out;
};

const softmax: TfjsKernel = ({ logits }, attributes, backend) => {
  const { shape } = logits!;
  const width = shape[shape.length - 1] ?? 0;
  if (!isFloat(logits!) || attributes.dim !== shape.length - 1 || sizeOf(shape) === 0) return undefined;
  const out = backend.empty(shape);
  const size = sizeOf(shape);
  const numbers = { x: backend.address(logits!), out: out.address, n: width };
  backend.device.run('softmaxRows', 10 * size, { items: size / width, ...numbers });
  return out;
};

export function registerReductions(): void {
  replaceTfjsKernel('Sum', sum(false));
  replaceTfjsKernel('Mean', sum(true));
  replaceTfjsKernel('Max', max);
  replaceTfjsKernel('Softmax', softmax);
}
