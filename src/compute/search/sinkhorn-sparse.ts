import type { Csr } from '../matrix.js';
import { halfSlack, type Potentials, type SinkhornOptions } from './sinkhorn-options.js';

/** Potentials after `steps` of Sinkhorn's over the stored cells alone; of no meaning for a line that has none. */
export function sparsePotentials(cells: Csr, o: SinkhornOptions): Potentials {
  const slack = halfSlack(o);
  const logs = Float64Array.from(cells.values, (score) => o.temperature * score);
  const left = new Float64Array(cells.rows);
  const right = new Float64Array(cells.cols);
  if (slack !== undefined) halfOfBest(cells, logs, right);
  const sums = new Float64Array(cells.cols);
  for (let step = 0; step < o.steps; step++) {
    normalizeRows(cells, logs, { left, right }, slack);
    normalizeColumns(cells, logs, { left, right }, { slack, sums });
  }
  return { left, right };
}

function halfOfBest({ columns }: Csr, logs: Float64Array, right: Float64Array): void {
  const best = new Float64Array(right.length).fill(Number.NEGATIVE_INFINITY);
  for (let e = 0; e < logs.length; e++) if (logs[e]! > best[columns[e]!]!) best[columns[e]!] = logs[e]!;
  for (let j = 0; j < right.length; j++) if (best[j]! > Number.NEGATIVE_INFINITY) right[j] = best[j]! / 2;
}

function normalizeRows(
  { rows, offsets, columns }: Csr,
  logs: Float64Array,
  { left, right }: Potentials,
  slack?: number,
) {
  for (let i = 0; i < rows; i++) {
    const [from, to] = [offsets[i]!, offsets[i + 1]!];
    let top = slack ?? Number.NEGATIVE_INFINITY;
    for (let e = from; e < to; e++) top = Math.max(top, logs[e]! - right[columns[e]!]!);
    let sum = slack === undefined ? 0 : Math.exp(slack - top);
    for (let e = from; e < to; e++) sum += Math.exp(logs[e]! - right[columns[e]!]! - top);
    left[i] = sum > 0 ? top + Math.log(sum) : 0;
  }
}

/** Row by row, so that no transpose is needed; `sums` is room for one a column. */
function normalizeColumns(
  { rows, offsets, columns }: Csr,
  logs: Float64Array,
  { left, right }: Potentials,
  { slack, sums }: { readonly slack: number | undefined; readonly sums: Float64Array },
) {
  const tops = right.fill(slack ?? Number.NEGATIVE_INFINITY);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const log = logs[e]! - left[i]!;
      if (log > tops[columns[e]!]!) tops[columns[e]!] = log;
    }
  for (let j = 0; j < sums.length; j++) sums[j] = slack === undefined ? 0 : Math.exp(slack - tops[j]!);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
      sums[columns[e]!]! += Math.exp(logs[e]! - left[i]! - tops[columns[e]!]!);
  for (let j = 0; j < sums.length; j++) right[j] = sums[j]! > 0 ? tops[j]! + Math.log(sums[j]!) : 0;
}
