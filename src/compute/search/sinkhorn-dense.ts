import { transposeCsr } from '../csr.js';
import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import { onDevice } from './device-scores.js';
import type { Scores } from './scores.js';
import { halfSlack, type Potentials, type SinkhornOptions } from './sinkhorn-options.js';
import { eachStrip } from './strips.js';
import { topK } from './top-k.js';

/** What a step is given: scores are multiplied by `temperature`; `slack`: halved, undefined when there is none. */
interface Step {
  readonly temperature: number;
  readonly slack: number | undefined;
}

/**
 * Potentials after `steps` of Sinkhorn's over all cells. A step is one pass over the scores: a row's potential is known
 * as soon as its strip is there, and the strip then goes into the columns' sums.
 */
export function densePotentials(scores: Scores, o: SinkhornOptions): Potentials {
  const potentials = { left: new Float64Array(scores.left.rows), right: new Float64Array(scores.right.rows) };
  if (scores.left.rows === 0 || scores.right.rows === 0) return potentials;
  const given = { temperature: o.temperature, slack: halfSlack(o) };
  if (given.slack !== undefined) potentials.right.set(halfOfBest(scores, o.temperature));
  const device = currentDevice();
  if (device) onHeap(device, scores, { ...given, steps: o.steps }, potentials);
  else for (let step = 0; step < o.steps; step++) plainStep(scores, given, potentials);
  return potentials;
}

/** log(exp(a) + exp(b)). */
function logAdd(a: number, b: number): number {
  const top = Math.max(a, b);
  return top + Math.log(Math.exp(a - top) + Math.exp(b - top));
}

function halfOfBest({ left, right, sparse, radii }: Scores, temperature: number): Float64Array {
  const mirrored: Scores = {
    ...{ left: right, right: left, sparse: sparse && transposeCsr(sparse) },
    radii: radii && { left: radii.right, right: radii.left },
  };
  return Float64Array.from(topK(mirrored, 1).values, (best) => (temperature * best) / 2);
}

function onHeap(
  device: Device,
  scores: Scores,
  { temperature, slack, steps }: Step & { readonly steps: number },
  { left, right }: Potentials,
): void {
  const { heap, kernels, threads } = device;
  onDevice(device, scores, { strips: true }, ({ rows, cols, paddedCols, run }) => {
    const cells = threads * paddedCols;
    device.with([rows, paddedCols, cells, cells, paddedCols * threads], (f, g, greatest, sums, tops) => {
      const own = { rowPotentials: f!, columnPotentials: g!, columnGreatest: greatest!, columnSums: sums! };
      for (let step = 0; step < steps; step++) {
        heap.floats(g!, cols).set(right);
        heap.floats(greatest!, cells).fill(lowest);
        heap.floats(sums!, cells).fill(0);
        run('transportStep', { scale: temperature, slack: slack ?? lowest, ...own, columnTops: tops! });
        kernels.mergeLse(greatest!, sums!, threads, paddedCols, cols);
        const added = heap.floats(greatest!, cols);
        // The cells had the potential of the step before taken off.
        for (let j = 0; j < cols; j++) {
          const next = right[j]! + added[j]!;
          right[j] = slack === undefined ? next : logAdd(next, slack);
        }
      }
      left.set(heap.floats(f!, rows));
    });
  });
}

const lowest = -3.4028234663852886e38;

function plainStep(scores: Scores, { temperature, slack }: Step, { left, right }: Potentials): void {
  const m = right.length;
  const tops = new Float64Array(m).fill(slack ?? Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(m).fill(slack === undefined ? 0 : 1);
  const row = new Float64Array(m);
  eachStrip(scores, (start, rows, data) => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < m; j++) row[j] = temperature * data[i * m + j]! - right[j]!;
      const f = logSumExp(row, slack);
      left[start + i] = f;
      for (let j = 0; j < m; j++) fold(tops, sums, j, row[j]! + right[j]! - f);
    }
  });
  for (let j = 0; j < m; j++) right[j] = tops[j]! + Math.log(sums[j]!);
}

function logSumExp(row: Float64Array, slack?: number): number {
  const top = row.reduce((a, b) => Math.max(a, b), slack ?? Number.NEGATIVE_INFINITY);
  let sum = slack === undefined ? 0 : Math.exp(slack - top);
  for (const x of row) sum += Math.exp(x - top);
  return top + Math.log(sum);
}

/** Adds exp(x) to the sum at j, which is kept as exp(tops) · sums. */
function fold(tops: Float64Array, sums: Float64Array, j: number, x: number): void {
  if (x > tops[j]!) {
    sums[j] = sums[j]! * Math.exp(tops[j]! - x) + 1;
    tops[j] = x;
  } else sums[j]! += Math.exp(x - tops[j]!);
}
