import { joined } from '../base/index.js';
import { random } from '../compute/index.js';
import { type Links, type Regions, regionSizes } from '../graph/index.js';
import type { BatchContext, Model } from '../models/index.js';

/**
 * π_c/q_c of each entity's region c, by joint row: the region's share of its graph's entities over its share of the
 * seeds' ends there (method §7, T3); 1 in a region without a seed, whose entities no loss can weigh.
 * @param seeds pairs of joint rows
 */
export function densityRatios(leftCount: number, seeds: Links, regions: Regions): Float32Array {
  const side = (labels: Int32Array, rows: Int32Array) => {
    const pi = regionSizes(labels, regions.count);
    const q = regionSizes(labels, regions.count, rows);
    const ratio = pi.map((size, c) => (q[c]! > 0 ? size / labels.length / (q[c]! / rows.length) : 1));
    return Float32Array.from(labels, (c) => ratio[c]!);
  };
  const right = side(
    regions.right,
    seeds.right.map((row) => row - leftCount),
  );
  const left = side(regions.left, seeds.left);
  return joined(left, right);
}

/** The seeds' weights by joint row, 1 in the mean of the seeds, and 1 where there is no seed. */
export function meanOneWeights(entityCount: number, { left, right }: Links, weight: Float32Array): Float32Array {
  const mean = weight.reduce((a, b) => a + b, 0) / weight.length;
  const rows = new Float32Array(entityCount).fill(1);
  weight.forEach((w, i) => {
    rows[left[i]!] = w / mean;
    rows[right[i]!] = w / mean;
  });
  return rows;
}

/** At most `count` entities of each graph, evenly drawn from those not in the batch. */
export function drawNegatives(
  { leftCount, entityCount }: Model,
  batch: Links,
  count: number,
  seed: number,
): NonNullable<BatchContext['negatives']> {
  const draw = random(seed).fork('negatives');
  const taken = new Uint8Array(entityCount);
  for (const rows of [batch.left, batch.right]) for (const row of rows) taken[row] = 1;
  const side = (from: number, to: number) => {
    const free = Int32Array.from({ length: to - from }, (_, i) => from + i).filter((row) => !taken[row]);
    const drawn = Math.min(count, free.length);
    // The first steps of a shuffle.
    for (let i = 0; i < drawn; i++) {
      const j = i + draw.integer(free.length - i);
      [free[i], free[j]] = [free[j]!, free[i]!];
    }
    return { rows: free.slice(0, drawn), each: drawn > 0 ? free.length / drawn : 0 };
  };
  const [left, right] = [side(0, leftCount), side(leftCount, entityCount)];
  return { left: left.rows, right: right.rows, each: { left: left.each, right: right.each } };
}
