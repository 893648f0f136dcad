import * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from '../backend/heap-backend.js';
import type { GradientNumbers } from '../threads/jobs-contrast.js';
import { tileSize } from '../threads/sizes.js';
import { ADD } from '../wasm/codes.js';
import { contrastiveLossDefinition } from './definitions.js';
import { checkEnds } from './ends.js';
import { fusedOp, heapBackend } from './heap-op.js';

/**
 * Intra-modal contrastive loss (MCLEA, arXiv 2209.00891, eq. 6; method §5) of B pairs: each end must pick its partner
 * among the B ends opposite and the B − 1 others of its own side; cross-entropy, the mean of both directions. Rows are
 * used as they are. Of the B × 2B logits only a tile is ever held; loss and gradients are computed together.
 * @param left B × width
 * @param right B × width
 */
export function contrastiveLoss(left: tf.Tensor2D, right: tf.Tensor2D, temperature: number): tf.Scalar {
  checkEnds(left, right, 'contrastiveLoss');
  const backend = heapBackend();
  if (!backend || left.shape[0] === 0) return contrastiveLossDefinition(left, right, temperature);
  return fusedOp(backend, [left, right], ([z, w]) => {
    const count = z!.shape[0]!;
    const { value, gradients } = withEnds(backend, z!, w!, temperature, ({ lse, own, run }) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += lse[i]! + lse[count + i]! - 2 * own[i]!;
      run(1 / (2 * count * temperature), (numbers, steps) => backend.device.run('contrastGradient', steps, numbers));
      return sum / (2 * count);
    });
    return lossOp(backend, value, gradients);
  });
}

/** A scalar whose gradients by the inputs are known already: they only take the factor that comes from above. */
export function lossOp(backend: HeapBackend, value: number, gradients: readonly tf.TensorInfo[]) {
  const out = backend.empty([]);
  backend.device.heap.floats(out.address, 1)[0] = value;
  return {
    value: out,
    saved: gradients,
    gradients: (dy: tf.Tensor, _inputs: readonly tf.Tensor[], saved: readonly tf.Tensor[]) =>
      saved.map((gradient) => tf.mul(gradient, dy)),
  };
}

/** Log-sum-exp of every anchor's logits (left, then right), and the logits of the pairs themselves. */
export interface Ends {
  readonly lse: Float32Array;
  readonly lseAt: number;
  readonly own: Float32Array;
  /** Has a job add up the gradients, scaled. */
  run(scale: number, job: (numbers: GradientNumbers, steps: number) => void): void;
}

/** Computes the log-sum-exps, then calls `use`, which runs one gradient job and gives the loss. */
export function withEnds(
  backend: HeapBackend,
  left: tf.Tensor,
  right: tf.Tensor,
  temperature: number,
  use: (ends: Ends) => number,
): { value: number; gradients: tf.TensorInfo[] } {
  const { device } = backend;
  const { heap, threads } = device;
  const [count, width] = left.shape as [number, number];
  const cells = count * width;
  const gradients = [backend.empty([count, width]), backend.empty([count, width])];
  const sizes = [2 * count * threads, count, 2 * tileSize ** 2 * threads, 2 * cells * threads];
  const value = device.with(sizes, (...addresses) => {
    const [lseAt, ownAt, tile, partials] = addresses as [number, number, number, number];
    const inputs = [backend.address(left), backend.address(right)] as const;
    anchorLse(backend, [count, width], inputs, temperature, lseAt, ownAt, tile);
    const run: Ends['run'] = (scale, job) => {
      device.run('fill', cells * threads, { items: 2 * cells * threads, x: partials, value: 0 });
      const ends = { B: count, width, inverse: 1 / temperature, left: inputs[0], right: inputs[1] };
      job({ ...ends, lse: lseAt, gradients: partials, tile, scale }, count * count * width);
      addPartials(backend, partials, cells, gradients);
    };
    return use({ lse: heap.floats(lseAt, 2 * count), lseAt, own: heap.floats(ownAt, count), run });
  });
  return { value, gradients };
}

/** Log-sum-exp of each anchor's logits at `lseAt` (room for 2B cells a thread), the pairs' own logits at `ownAt`. */
export function anchorLse(
  backend: HeapBackend,
  [count, width]: readonly [number, number],
  [left, right]: readonly [number, number],
  temperature: number,
  lseAt: number,
  ownAt: number,
  tile: number,
): void {
  const { device } = backend;
  const { heap, threads } = device;
  const stride = 2 * count;
  device.with([stride * threads], (sums) => {
    heap.floats(lseAt, stride * threads).fill(-3.4e38);
    heap.floats(sums!, stride * threads).fill(0);
    const ends = { B: count, width, inverse: 1 / temperature, left, right };
    const numbers = { ...ends, greatest: lseAt, sums: sums!, own: ownAt, tile };
    device.run('contrastLse', count * count * width, numbers);
    device.kernels.mergeLse(lseAt, sums!, threads, stride, stride);
  });
}

/** Adds the threads' gradients, in the threads' order. */
function addPartials(backend: HeapBackend, partials: number, cells: number, gradients: readonly tf.TensorInfo[]): void {
  const { device } = backend;
  gradients.forEach((gradient, side) => {
    const to = backend.address(gradient);
    const part = (t: number) => partials + 4 * (2 * t + side) * cells;
    const add = (a: number, b: number) => device.run('binarySame', cells, { items: cells, op: ADD, a, b, out: to });
    const row = { xStride: cells, outStride: cells, width: cells };
    if (device.threads === 1) device.run('copyRows', cells, { items: 1, x: part(0), out: to, ...row });
    else add(part(0), part(1));
    for (let t = 2; t < device.threads; t++) add(to, part(t));
  });
}
