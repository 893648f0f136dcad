import { mersenne } from 'pure-rand/generator/mersenne';
import { centred, type Matrix, matrix, row, stackRows, takeRows, topK } from '../compute/index.js';
import type { AlignmentTask } from '../graph/index.js';
import type { Clusters } from './clusters.js';
import type { Sides } from './sides.js';

/**
 * The clusters that the public implementation gets: scikit-learn's KMeans(clusters, random_state=0), one start, over
 * the left graph's entities and then the right's, each in the order of their ids. What its stage 1 finds hangs on that
 * one draw, so that comparing with it needs the very clusters. (An emptied cluster keeps its centre here.)
 */
export function sklearnClusters(task: AlignmentTask, sides: Sides, clusters: number): Clusters {
  const joint = stackRows(sides.left, sides.right);
  const n1 = sides.left.rows;
  const order = [...idOrder(task.left.ids), ...idOrder(task.right.ids).map((r) => r + n1)];
  const points = centred(takeRows(joint, order));
  const count = Math.min(clusters, points.rows);
  const found = lloyd(points, takeRows(points, plusPlus(points, count, numpyUniform(0))));
  const labels = new Int32Array(joint.rows);
  order.forEach((r, place) => {
    labels[r] = found[place]!;
  });
  return { left: labels.slice(0, n1), right: labels.slice(n1), count };
}

/** Rows by id, whole numbers by their size. */
function idOrder(ids: readonly string[]): number[] {
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return [...ids.keys()].sort((a, b) => compare(ids[a]!, ids[b]!));
}

/** NumPy's `RandomState(seed).random_sample`: MT19937, 53 bits a number. */
function numpyUniform(seed: number): () => number {
  const twister = mersenne(seed);
  const bits = (drop: number) => (twister.next() >>> 0) >>> drop;
  return () => (bits(5) * 67108864 + bits(6)) / 9007199254740992;
}

/** scikit-learn's `_kmeans_plusplus`: the rows chosen as first centres. */
function plusPlus(m: Matrix, clusters: number, uniform: () => number): number[] {
  const trials = 2 + Math.floor(Math.log(clusters));
  const first = Math.min(m.rows - 1, Math.floor(uniform() * m.rows));
  const chosen = [first];
  let nearest = squaredDistances(m, first);
  while (chosen.length < clusters) {
    const sums = cumulated(nearest);
    const drawn = Array.from({ length: trials }, () => uniform() * sums.at(-1)!);
    const candidates = drawn.map((value) => {
      const at = sums.findIndex((sum) => sum >= value);
      const candidate = at < 0 ? m.rows - 1 : at;
      const distances = squaredDistances(m, candidate).map((d, i) => Math.min(d, nearest[i]!));
      return { candidate, distances, potential: cumulated(distances).at(-1)! };
    });
    const best = candidates.reduce((a, b) => (b.potential < a.potential ? b : a));
    chosen.push(best.candidate);
    nearest = best.distances;
  }
  return chosen;
}

function squaredDistances(m: Matrix, from: number): Float64Array {
  const centre = row(m, from);
  return Float64Array.from({ length: m.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < m.cols; j++) sum += (m.data[i * m.cols + j]! - centre[j]!) ** 2;
    return sum;
  });
}

function cumulated(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/** Lloyd's steps until no row changes its cluster or the centres hardly move; 300 at most. */
function lloyd(m: Matrix, start: Matrix): Int32Array {
  const points = widened(m, 1, () => 1);
  const tolerance = 1e-4 * (m.data.reduce((sum, value) => sum + value * value, 0) / m.data.length);
  let centres = start;
  let labels: Int32Array = new Int32Array(0);
  for (let step = 0; step < 300; step++) {
    const next = nearestCentres(points, centres);
    const moved = means(m, next, centres);
    const shift = moved.data.reduce((sum, value, at) => sum + (value - centres.data[at]!) ** 2, 0);
    centres = moved;
    if (labels.length > 0 && next.every((label, i) => label === labels[i])) return next;
    labels = next;
    if (shift <= tolerance) break;
  }
  return nearestCentres(points, centres);
}

/** The centre c with the greatest 2 x·c − |c|² of each row x; `points` are x with a 1 behind. */
function nearestCentres(points: Matrix, centres: Matrix): Int32Array {
  const right = widened(centres, 2, (c) => -c.reduce((sum, value) => sum + value * value, 0));
  return topK({ left: points, right }, 1).indices;
}

/** Each row times `scale`, and one more value behind it. */
function widened(m: Matrix, scale: number, last: (r: Float32Array) => number): Matrix {
  const out = matrix(m.rows, m.cols + 1);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.cols; j++) out.data[i * out.cols + j] = scale * m.data[i * m.cols + j]!;
    out.data[(i + 1) * out.cols - 1] = last(row(m, i));
  }
  return out;
}

function means(m: Matrix, labels: Int32Array, before: Matrix): Matrix {
  const sums = new Float64Array(before.data.length);
  const counts = new Int32Array(before.rows);
  for (let i = 0; i < m.rows; i++) {
    const from = i * m.cols;
    const to = labels[i]! * m.cols;
    counts[labels[i]!]!++;
    for (let j = 0; j < m.cols; j++) sums[to + j]! += m.data[from + j]!;
  }
  const mean = (value: number, at: number) => {
    const count = counts[Math.floor(at / m.cols)]!;
    return count > 0 ? value / count : before.data[at]!;
  };
  return matrix(before.rows, m.cols, Float32Array.from(sums, mean));
}
