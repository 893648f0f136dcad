import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import type { Matrix } from '../matrix.js';
import { onDevice } from './device-scores.js';
import { checkScores, type Scores } from './scores.js';
import { eachStrip } from './strips.js';

/** Each row's k best columns (at most M), best first, equal scores by lower column: N × k. */
export function topK(scores: Scores, k: number): { indices: Int32Array; values: Float32Array } {
  checkScores(scores);
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError(`topK: k is ${k}`);
  const width = Math.min(k, scores.right.rows);
  if (width === 0 || scores.left.rows === 0) return { indices: new Int32Array(0), values: new Float32Array(0) };
  const device = currentDevice();
  return device ? topOnDevice(device, scores, width) : plainTop(scores, width);
}

function topOnDevice(device: Device, scores: Scores, k: number) {
  return onDevice(device, scores, {}, ({ rows, run }) =>
    device.with([rows * k, rows * k], (values, indices) => {
      emptyLists(device, values!, indices!, rows * k);
      run('searchTopRows', { k, topValues: values!, topIndices: indices! });
      return {
        indices: device.heap.integers(indices!, rows * k).slice(),
        values: device.heap.floats(values!, rows * k).slice(),
      };
    }),
  );
}

/**
 * The best column of each row where the left rows stay and the right ones change: they are copied to the engine once.
 * @param like as many right rows, as wide, as `best` will be given
 * @param use is given what finds the best columns, equal scores by lower column
 */
export function withBestColumns<T>(left: Matrix, like: Matrix, use: (best: (right: Matrix) => Int32Array) => T): T {
  const device = currentDevice();
  if (!device || left.rows === 0) return use((right) => topK({ left, right }, 1).indices);
  return onDevice(device, { left, right: like }, { changing: true }, ({ rows, replaceRight, run }) =>
    device.with([rows, rows], (values, indices) =>
      use((right) => {
        replaceRight(right);
        emptyLists(device, values!, indices!, rows);
        run('searchTopRows', { k: 1, topValues: values!, topIndices: indices! });
        return device.heap.integers(indices!, rows).slice();
      }),
    ),
  );
}

/** Lists of the best that any score enters. */
export function emptyLists(device: Device, values: number, indices: number, cells: number): void {
  device.heap.floats(values, cells).fill(Number.NEGATIVE_INFINITY);
  device.heap.integers(indices, cells).fill(2 ** 31 - 1);
}

function plainTop(scores: Scores, width: number) {
  const cols = scores.right.rows;
  const indices = new Int32Array(scores.left.rows * width);
  const values = new Float32Array(scores.left.rows * width);
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++)
      bestOfRow(data.subarray(i * cols, (i + 1) * cols), width, indices, values, (start + i) * width);
  });
  return { indices, values };
}

/** Insertion into a sorted list: short for the k in use, and equal scores keep the order of columns. */
export function bestOfRow(row: Float32Array, k: number, indices: Int32Array, values: Float32Array, at: number): void {
  let count = 0;
  for (let j = 0; j < row.length; j++) {
    const score = row[j]!;
    if (count === k && !(score > values[at + k - 1]!)) continue;
    let p = count < k ? count++ : k - 1;
    for (; p > 0 && values[at + p - 1]! < score; p--) {
      values[at + p] = values[at + p - 1]!;
      indices[at + p] = indices[at + p - 1]!;
    }
    values[at + p] = score;
    indices[at + p] = j;
  }
}
