import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import { hash } from '../random.js';
import { onDevice } from './device-scores.js';
import { checkScores, type Pairs, type Scores } from './scores.js';
import { eachStrip } from './strips.js';

/**
 * The `limit` best pairs of all, best first; equal scores in the order of a hash of `tieSeed` and the pair, never of the
 * index. Memory: some 32 bytes a pair of the limit and thread.
 */
export function topPairs(scores: Scores, o: { readonly limit: number; readonly tieSeed: number }): Pairs {
  checkScores(scores);
  if (!(Number.isInteger(o.limit) && o.limit >= 0)) throw new RangeError(`topPairs: limit is ${o.limit}`);
  const limit = Math.min(o.limit, scores.left.rows * scores.right.rows);
  if (limit === 0) return { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
  const device = currentDevice();
  return device ? pairsOnDevice(device, scores, limit, o.tieSeed) : plainPairs(scores, limit, o.tieSeed);
}

/** Each thread keeps its own best `limit`; a record is four cells (score, left, right, hash). */
function pairsOnDevice(device: Device, scores: Scores, limit: number, tieSeed: number): Pairs {
  const { heap, threads } = device;
  const capacity = 2 * limit + 4096;
  return onDevice(device, scores, {}, ({ run }) =>
    device.with([4 * threads * capacity, 4 * threads], (records, state) => {
      for (let t = 0; t < threads; t++) {
        heap.floats(state! + 16 * t, 1)[0] = Number.NEGATIVE_INFINITY;
        heap.integers(state! + 16 * t, 3).set([-1, 0], 1);
      }
      run('searchPairs', { tieSeed: tieSeed >>> 0, records: records!, capacity, limit, state: state! });
      // The threads' records one behind the other, then the best of all, sorted.
      let count = 0;
      for (let t = 0; t < threads; t++) {
        const own = heap.integers(state! + 16 * t, 3)[2]!;
        heap
          .integers(records!, 4 * threads * capacity)
          .copyWithin(4 * count, 4 * t * capacity, 4 * (t * capacity + own));
        count += own;
      }
      const kept = device.kernels.keepBest(records!, count, limit);
      device.kernels.sortRecords(records!, 0, kept);
      const cells = heap.integers(records!, 4 * kept);
      const floats = heap.floats(records!, 4 * kept);
      const every = (n: number) => Int32Array.from({ length: kept }, (_, p) => cells[4 * p + n]!);
      return { left: every(1), right: every(2), score: Float32Array.from({ length: kept }, (_, p) => floats[4 * p]!) };
    }),
  );
}

interface Pair {
  left: number;
  right: number;
  score: number;
  tie: number;
}

function plainPairs(scores: Scores, limit: number, tieSeed: number): Pairs {
  const cols = scores.right.rows;
  const order = (a: Pair, b: Pair) => b.score - a.score || a.tie - b.tie;
  let kept: Pair[] = [];
  let threshold = Number.NEGATIVE_INFINITY;
  const shrink = () => {
    kept.sort(order);
    kept = kept.slice(0, limit);
    if (kept.length === limit) threshold = kept[limit - 1]!.score;
  };
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      const rowSeed = hash(tieSeed, start + i);
      for (let j = 0; j < cols; j++) {
        const score = data[i * cols + j]!;
        if (score >= threshold) kept.push({ left: start + i, right: j, score, tie: hash(rowSeed, j) });
      }
      if (kept.length > 2 * limit + 100_000) shrink();
    }
  });
  shrink();
  return {
    left: Int32Array.from(kept, (p) => p.left),
    right: Int32Array.from(kept, (p) => p.right),
    score: Float32Array.from(kept, (p) => p.score),
  };
}
