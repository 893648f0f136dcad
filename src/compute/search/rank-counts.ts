import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import { onDevice } from './device-scores.js';
import { checkScores, type Scores } from './scores.js';
import { eachStrip } from './strips.js';

/**
 * For each row, how many columns other than its target score at least what the target scores (ties count against it):
 * the target's rank is this plus 1. A target of -1 is skipped and gives -1.
 * @param targets N column numbers
 * @throws RangeError for a target that is no column
 */
export function rankCounts(scores: Scores, targets: Int32Array): Int32Array {
  checkScores(scores);
  const cols = scores.right.rows;
  if (targets.length !== scores.left.rows)
    throw new RangeError(`rankCounts: ${targets.length} targets for ${scores.left.rows} rows`);
  targets.forEach((target, i) => {
    if (target < -1 || target >= cols) throw new RangeError(`rankCounts: row ${i} has target ${target} of ${cols}`);
  });
  const device = currentDevice();
  return device && cols > 0 && targets.length > 0
    ? countOnDevice(device, scores, targets)
    : plainCounts(scores, targets);
}

function countOnDevice(device: Device, scores: Scores, targets: Int32Array): Int32Array {
  return onDevice(device, scores, { strips: true }, ({ rows, run }) =>
    device.with([rows, rows], (targetsAt, counts) => {
      device.heap.integers(targetsAt!, rows).set(targets);
      run('searchRanks', { targets: targetsAt!, counts: counts! });
      return device.heap.integers(counts!, rows).slice();
    }),
  );
}

function plainCounts(scores: Scores, targets: Int32Array): Int32Array {
  const cols = scores.right.rows;
  const counts = new Int32Array(targets.length).fill(-1);
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      const target = targets[start + i]!;
      if (target < 0) continue;
      const own = data[i * cols + target]!;
      let count = -1;
      for (let j = i * cols; j < (i + 1) * cols; j++) if (data[j]! >= own) count++;
      counts[start + i] = count;
    }
  });
  return counts;
}
