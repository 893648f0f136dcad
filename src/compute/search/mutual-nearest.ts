import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import { hash } from '../random.js';
import { Best, mutualPairs } from './best.js';
import { onDevice } from './device-scores.js';
import { checkScores, type Pairs, type Scores } from './scores.js';
import { eachStrip } from './strips.js';

/**
 * Pairs in which each end is the other's best, best first; equal scores by a hash of `tieSeed` and the pair, never by the
 * index. `margin`: the lesser, over both ends, of best − second best (Infinity where both ends have one candidate only).
 */
export function mutualNearest(scores: Scores, o: { readonly tieSeed: number }): Pairs & { margin: Float32Array } {
  checkScores(scores);
  const device = currentDevice();
  const [byRow, byColumn] =
    device && scores.left.rows > 0 && scores.right.rows > 0
      ? bestOnDevice(device, scores, o.tieSeed)
      : plainBest(scores, o.tieSeed);
  return mutualPairs(byRow, byColumn);
}

/** Each thread has its rows, and its own best of every column, which are put together at the end. */
function bestOnDevice(device: Device, scores: Scores, tieSeed: number): [Best, Best] {
  const { heap, threads } = device;
  return onDevice(device, scores, {}, ({ rows, cols, paddedCols, run }) =>
    device.with([4 * rows, 4 * paddedCols * threads], (rowEntries, columnEntries) => {
      clear(device, rowEntries!, rows);
      for (let t = 0; t < threads; t++) clear(device, columnEntries! + 16 * paddedCols * t, paddedCols);
      run('searchBest', {
        tieSeed: tieSeed >>> 0,
        ...{ rowEntries: rowEntries!, rowStride: rows, columnEntries: columnEntries!, columnStride: paddedCols },
      });
      const byRow = new Best(rows);
      const byColumn = new Best(cols);
      const merge = (best: Best, base: number, stride: number, count: number) => {
        const [score, second] = [0, 1].map((n) => heap.floats(base + 4 * n * stride, count));
        const [end, tie] = [2, 3].map((n) => heap.integers(base + 4 * n * stride, count));
        for (let n = 0; n < count; n++) {
          if (end![n]! < 0) continue;
          best.offer(n, end![n]!, score![n]!, () => tie![n]! >>> 0);
          if (second![n]! > best.second[n]!) best.second[n] = second![n]!;
        }
      };
      merge(byRow, rowEntries!, rows, rows);
      for (let t = 0; t < threads; t++) merge(byColumn, columnEntries! + 16 * paddedCols * t, paddedCols, cols);
      return [byRow, byColumn];
    }),
  );
}

/** Entries that any score replaces. */
function clear({ heap }: Device, base: number, stride: number): void {
  heap.floats(base, 2 * stride).fill(Number.NEGATIVE_INFINITY);
  heap.integers(base + 8 * stride, 2 * stride).fill(-1);
}

function plainBest(scores: Scores, tieSeed: number): [Best, Best] {
  const cols = scores.right.rows;
  const byRow = new Best(scores.left.rows);
  const byColumn = new Best(cols);
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      const rowSeed = hash(tieSeed, start + i);
      for (let j = 0; j < cols; j++) {
        const score = data[i * cols + j]!;
        const tie = () => hash(rowSeed, j);
        byRow.offer(start + i, j, score, tie);
        byColumn.offer(j, start + i, score, tie);
      }
    }
  });
  return [byRow, byColumn];
}
