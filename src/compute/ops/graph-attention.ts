import type * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from '../backend/heap-backend.js';
import type { Csr } from '../matrix.js';
import { sumsCells } from '../threads/sizes.js';
import { graphAttentionDefinition } from './definitions.js';
import { fusedOp, heapBackend, tensorOf } from './heap-op.js';
import { heapPattern, type Pattern, rowsPattern } from './patterns.js';

/** Slope of LeakyReLU below 0 (GAT, arXiv 1710.10903). */
const leak = 0.2;

/**
 * Graph attention with a diagonal weight, heads averaged (method §3, stage 2): with x = h ⊙ weight_k, row i of head k is
 * the mean of x_j over i's cells j, weighted by exp(−LeakyReLU(a_k · [x_i ; x_j])) over its row sum. Of `graph` only the
 * pattern counts; a row without cells gives zeros. Memory: one coefficient a cell and head, never cells × width.
 * @param h N × width
 * @param weight heads × width
 * @param attention heads × 2·width: the row's end, then the column's
 * @param graph N × N
 * @param rows the rows that are wanted, ascending (all): the others may be zeros, and no gradient comes from them
 */
export function graphAttention(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  attention: tf.Tensor2D,
  graph: Csr,
  rows?: Int32Array,
): tf.Tensor2D {
  const [nodes, width] = h.shape;
  const heads = weight.shape[0];
  if (graph.rows !== nodes || graph.cols !== nodes)
    throw new RangeError(`graphAttention: graph is ${graph.rows} × ${graph.cols}, h has ${nodes} rows`);
  if (weight.shape[1] !== width || attention.shape[0] !== heads || attention.shape[1] !== 2 * width)
    throw new RangeError(`graphAttention: h ${h.shape}, weight ${weight.shape}, attention ${attention.shape}`);
  const backend = heapBackend();
  if (!backend || h.size === 0) return graphAttentionDefinition(h, weight, attention, graph);
  return fusedOp(backend, [h, weight, attention], ([x, w, a]) => {
    const { held, ...pattern } = rows
      ? rowsPattern(backend, graph, rows)
      : { ...heapPattern(backend.device, graph), held: [] };
    const layer = new Layer(backend, pattern, [nodes, width, heads], x!, w!, a!);
    const { value, scores, coefficients } = layer.forward();
    return {
      value,
      saved: [scores, coefficients, ...held],
      gradients: (dy, inputs, saved) =>
        new Layer(backend, pattern, [nodes, width, heads], inputs[0]!, inputs[1]!, inputs[2]!)
          .backward(dy, saved[0]!, saved[1]!)
          .map((info) => tensorOf(backend, info)),
    };
  });
}

/** One application of the layer: its sizes and where its inputs lie. */
class Layer {
  private readonly x: number;
  private readonly w: number;
  private readonly a: number;

  constructor(
    private readonly backend: HeapBackend,
    private readonly pattern: Pattern,
    private readonly sizes: readonly [nodes: number, width: number, heads: number],
    h: tf.Tensor,
    weight: tf.Tensor,
    attention: tf.Tensor,
  ) {
    this.x = backend.address(h);
    this.w = backend.address(weight);
    this.a = backend.address(attention);
  }

  forward() {
    const { backend, pattern } = this;
    const { device } = backend;
    const { matrix } = pattern;
    const [nodes, width, heads] = this.sizes;
    const scores = backend.empty([nodes, 2 * heads]);
    const coefficients = backend.empty([matrix.cells, heads]);
    const value = backend.empty([nodes, width]);
    device.with([2 * heads * width, device.threads * sumsCells(heads, width)], (projection, sums) => {
      this.project(projection!);
      device.gemm({ M: nodes, N: 2 * heads, K: width, transposeB: true }, this.x, projection!, scores.address);
      const { offsets, columns } = matrix;
      const numbers = { scores: scores.address, coefficients: coefficients.address, heads, leak };
      device.run('attentionCoefficients', 20 * matrix.cells * heads, {
        rows: nodes,
        split: offsets,
        offsets,
        columns,
        ...numbers,
      });
      this.spread(matrix, 0, coefficients.address, this.x, value.address, sums!, 0);
    });
    return { value, scores, coefficients };
  }

  /** Gradients by h, weight and attention. */
  backward(dy: tf.Tensor, scores: tf.Tensor, coefficients: tf.Tensor): tf.TensorInfo[] {
    const { backend, pattern } = this;
    const { device } = backend;
    const { matrix, transposed, source, whole = matrix } = pattern;
    const [nodes, width, heads] = this.sizes;
    const dh = backend.empty([nodes, width]);
    const dw = backend.empty([heads, width]);
    const da = backend.empty([heads, 2 * width]);
    const [up, c] = [backend.address(dy), backend.address(coefficients)];
    const blocks = [
      matrix.cells * heads,
      nodes * 2 * heads,
      device.threads * heads * width,
      device.threads * sumsCells(heads, width),
      2 * heads * width,
      2 * heads * width,
    ];
    device.with(blocks, (...addresses) => {
      const [byCell, byScore, dwParts, sums, projection, dProjection] = addresses as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      device.heap.floats(dwParts, device.threads * heads * width).fill(0);
      const shares = { cellGradients: byCell, scoreGradients: byScore, heads };
      device.run('attentionBackward', 3 * (whole.cells + nodes) * heads * width, {
        ...{
          rows: nodes,
          split: whole.offsets,
          offsets: matrix.offsets,
          columns: matrix.columns,
          ...shares,
          width,
          leak,
          sums,
        },
        ...{ coefficients: c, scores: backend.address(scores), x: this.x, weight: this.w, up, weightGradient: dwParts },
      });
      const { offsets } = transposed;
      const columns = { rows: nodes, split: offsets, offsets, source };
      device.run('attentionColumnSums', matrix.cells * heads, { ...columns, ...shares });
      // By h: through the scores (byScore · projection), then through the messages, over the transposed pattern.
      this.project(projection);
      device.gemm({ M: nodes, N: width, K: 2 * heads }, byScore, projection, dh.address);
      this.spread(transposed, source, c, up, dh.address, sums, 1);
      // By the projection a ⊙ w: byScoreᵀ · h.
      device.gemm({ M: 2 * heads, N: width, K: nodes, transposeA: true }, byScore, this.x, dProjection);
      this.parameterGradients(dProjection, dwParts, dw.address, da.address);
    });
    return [dh, dw, da];
  }

  /** out (+)= heads' mean of weight ⊙ (coefficients · x). */
  private spread(
    over: Pattern['matrix'],
    source: number,
    coefficients: number,
    x: number,
    out: number,
    sums: number,
    add: 0 | 1,
  ): void {
    const [nodes, width, heads] = this.sizes;
    const { offsets, columns } = over;
    const inputs = { rows: nodes, split: offsets, offsets, columns, source, coefficients, x, weight: this.w };
    const numbers = { ...inputs, out, sums, heads, width, factor: 1 / heads, add };
    this.backend.device.run('attentionRows', over.cells * heads * width, numbers);
  }

  /** The vectors that h is multiplied with: a ⊙ w of the row's end for each head, then of the column's. */
  private project(out: number): void {
    const [, width, heads] = this.sizes;
    const { heap } = this.backend.device;
    const to = heap.floats(out, 2 * heads * width);
    const w = heap.floats(this.w, heads * width);
    const a = heap.floats(this.a, 2 * heads * width);
    for (let end = 0; end < 2; end++)
      for (let k = 0; k < heads; k++)
        for (let d = 0; d < width; d++)
          to[(end * heads + k) * width + d] = w[k * width + d]! * a[(2 * k + end) * width + d]!;
  }

  private parameterGradients(dProjection: number, dwParts: number, dw: number, da: number): void {
    const [, width, heads] = this.sizes;
    const { heap, threads } = this.backend.device;
    const by = heap.floats(dProjection, 2 * heads * width);
    const parts = heap.floats(dwParts, threads * heads * width);
    const w = heap.floats(this.w, heads * width);
    const a = heap.floats(this.a, 2 * heads * width);
    const [toW, toA] = [heap.floats(dw, heads * width), heap.floats(da, 2 * heads * width)];
    for (let k = 0; k < heads; k++)
      for (let d = 0; d < width; d++) {
        const at = k * width + d;
        const [row, column] = [2 * k * width + d, (2 * k + 1) * width + d];
        const [byRow, byColumn] = [by[at]!, by[heads * width + at]!];
        let sum = byRow * a[row]! + byColumn * a[column]!;
        for (let t = 0; t < threads; t++) sum += parts[t * heads * width + at]!;
        toW[at] = sum;
        toA[row] = byRow * w[at]!;
        toA[column] = byColumn * w[at]!;
      }
  }
}
