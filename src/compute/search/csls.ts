import { transposeCsr } from '../csr.js';
import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import type { BestLists, Lists } from './best-cells.js';
import { onDevice } from './device-scores.js';
import { checkScores, type Radii, type Scores } from './scores.js';
import { emptyLists, topK } from './top-k.js';

/**
 * The scores with their hubness correction, cross-domain similarity local scaling (CSLS; Lample et al., arXiv
 * 1710.04087, eq. 3): every search then compares 2·s − r_k(i) − r_k(j).
 * @param k neighbours, at most the rows of the smaller side; 0: the scores as they are
 * @throws RangeError when k is no whole number from 0
 */
export function withCsls(scores: Scores, k: number): Scores {
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError(`withCsls: k is ${k}`);
  const neighbours = Math.min(k, scores.left.rows, scores.right.rows);
  return neighbours === 0 ? scores : { ...scores, radii: cslsRadii(scores, neighbours) };
}

/**
 * The mean of the k highest plain scores of each row and of each column; of all of them where there are fewer.
 * `scores.radii` are not applied.
 */
export function cslsRadii(scores: Scores, k: number): Radii {
  checkScores(scores);
  if (!(Number.isInteger(k) && k > 0)) throw new RangeError(`cslsRadii: k is ${k}`);
  const { left, right, sparse } = scores;
  if (left.rows === 0 || right.rows === 0)
    return { left: new Float32Array(left.rows), right: new Float32Array(right.rows) };
  const device = currentDevice();
  if (device) return radiiOnDevice(device, { left, right, sparse }, k);
  const mirrored = { left: right, right: left, sparse: sparse && transposeCsr(sparse) };
  return { left: meanOfTop({ left, right, sparse }, k), right: meanOfTop(mirrored, k) };
}

/** {@link cslsRadii} by the lists of the same scores, to the bit. @param k at most as many as the lists have */
export function radiiOfLists({ byRow, byColumn }: BestLists, k: number): Radii {
  const side = ({ width, values }: Lists) => {
    const used = Math.min(k, width);
    return Float32Array.from({ length: width > 0 ? values.length / width : 0 }, (_, i) => {
      let sum = 0;
      for (let a = 0; a < used; a++) sum += values[i * width + a]!;
      return sum / used;
    });
  };
  return { left: side(byRow), right: side(byColumn) };
}

function meanOfTop(scores: Scores, k: number): Float32Array {
  const width = Math.min(k, scores.right.rows);
  return meanOfLists(topK(scores, width).values, scores.left.rows, width);
}

function meanOfLists(values: Float32Array, lists: number, width: number): Float32Array {
  return Float32Array.from({ length: lists }, (_, i) => {
    let sum = 0;
    for (let a = 0; a < width; a++) sum += values[i * width + a]!;
    return sum / width;
  });
}

/** Rows and columns in one pass; each thread keeps its own rows' best by column. */
function radiiOnDevice(device: Device, scores: Scores, k: number): Radii {
  return onDevice(device, scores, {}, ({ rows, cols, paddedCols, run }) => {
    const byRow = Math.min(k, cols);
    const byColumn = Math.min(k, rows);
    const { threads } = device;
    const sizes = [rows * byRow, rows * byRow, threads * cols * byColumn, threads * paddedCols];
    return device.with(sizes, (values, indices, lists, bounds) => {
      emptyLists(device, values!, indices!, rows * byRow);
      const found = device.heap.floats(lists!, threads * cols * byColumn).fill(Number.NEGATIVE_INFINITY);
      device.heap.floats(bounds!, threads * paddedCols).fill(Number.NEGATIVE_INFINITY);
      const top = { k: byRow, topValues: values!, topIndices: indices! };
      run('searchTopBoth', { ...top, columnK: byColumn, columnLists: lists!, columnEnds: 0, columnBounds: bounds! });
      const columns = Float32Array.from({ length: cols }, (_, j) => meanOfMerged(found, threads, cols, j, byColumn));
      return { left: meanOfLists(device.heap.floats(values!, rows * byRow), rows, byRow), right: columns };
    });
  });
}

/** Mean of the k highest in the threads' lists of column j, added up from the highest down. */
function meanOfMerged(lists: Float32Array, threads: number, cols: number, j: number, k: number): number {
  const all = new Float32Array(threads * k);
  for (let t = 0; t < threads; t++) all.set(lists.subarray((t * cols + j) * k, (t * cols + j + 1) * k), t * k);
  all.sort();
  let sum = 0;
  for (let a = 0; a < k; a++) sum += all[all.length - 1 - a]!;
  return sum / k;
}
