import { kmeans as mlKmeans } from 'ml-kmeans';
import * as z from 'zod';
import { columnCount, count, DataError, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { distinctRows } from './distinct.js';
import { matmul } from './matmul.js';
import { centred, columnMeans, type Matrix, matrix, row, takeRows } from './matrix.js';
import { random } from './random.js';
import { withBestColumns } from './search/index.js';

/** Rows that k-means++ chooses among: on all 8126 × 590 rows of the embedded data and 50 clusters it takes 25 s. */
const seedingRows = 1024;
/** A centre that moves less than this, squared, stands still (ml-kmeans' own bound). */
const tolerance = 1e-6;

export interface Clusters {
  /** A cluster number a row. */
  readonly labels: Int32Array;
  /** Clusters × D. */
  readonly centroids: Matrix;
  /** Lloyd's steps taken. */
  readonly iterations: number;
}

export const kmeansOptions = optionSet('kmeans', {
  clusters: option(count(), 8, 'How many clusters'),
  seed: option(z.number().int(), 1, 'Drives everything random'),
  iterations: option(count(), 100, "Lloyd's steps at most"),
  seedingColumns: option(
    columnCount().nullable(),
    null,
    'Columns that k-means++ sees, random projections of the others where there are more; null: all',
  ),
});

export interface KmeansOptions extends Options<typeof kmeansOptions> {}

/**
 * k-means: k-means++ by ml-kmeans (on a random sample of the rows where there are many), then Lloyd's steps until the
 * centres stand still, distances by matrix products. An emptied cluster keeps its centre, as in ml-kmeans. With no more
 * distinct rows than clusters, each distinct row is a cluster, and there are fewer centroids than asked for.
 * @param m N × D
 * @throws {OptionError} for an option out of range
 * @throws {DataError} for a value that is not finite
 */
export function kmeans(m: Matrix, options?: KmeansOptions): Clusters {
  const o = kmeansOptions.resolve(options);
  const bad = m.data.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0)
    throw new DataError(`row ${Math.floor(bad / m.cols)} holds ${m.data[bad]}`, 'kmeans', 'Leave such rows out');
  const { firsts, labels } = distinctRows(m);
  if (firsts.length <= o.clusters) return { labels, centroids: takeRows(m, firsts), iterations: 0 };
  // Distances do not change when the mean is taken off, and keep their digits when it is large.
  const points = centred(m);
  const start = seeds(points, firsts, o);
  const { centroids, ...rest } = lloyd(points, start, o.iterations);
  return { ...rest, centroids: shifted(centroids, columnMeans(m)) };
}

/** Starting centres: k-means++ and one step of ml-kmeans. */
function seeds(
  m: Matrix,
  firsts: readonly number[],
  { clusters, seed, seedingColumns }: Resolved<KmeansOptions>,
): Matrix {
  let rows: ArrayLike<number> = random(seed).fork('k-means').permutation(m.rows);
  if (m.rows <= seedingRows) rows = Int32Array.from({ length: m.rows }, (_, i) => i);
  else rows = (rows as Int32Array).slice(0, Math.max(seedingRows, 8 * clusters));
  let sample = takeRows(m, rows);
  // k-means++ needs more distinct rows than clusters.
  if (m.rows > seedingRows && distinctRows(sample).firsts.length <= clusters) sample = takeRows(m, firsts);
  const seen = projected(sample, seedingColumns ?? m.cols, seed);
  const lists = Array.from({ length: seen.rows }, (_, i) => Array.from(row(seen, i)));
  const chosen = mlKmeans(lists, clusters, { seed, initialization: 'kmeans++', maxIterations: 1 });
  if (seen === sample) return matrix(clusters, m.cols, Float32Array.from(chosen.centroids.flat()));
  return runningMeans(sample, clusters)(Int32Array.from(chosen.clusters), matrix(clusters, m.cols));
}

/** Rows in fewer dimensions, in which distances are about what they were (Johnson and Lindenstrauss). */
function projected(m: Matrix, columns: number, seed: number): Matrix {
  if (m.cols <= columns) return m;
  const { normal } = random(seed).fork('k-means, seen columns');
  const directions = Float32Array.from({ length: columns * m.cols }, () => normal());
  return matmul(m, matrix(columns, m.cols, directions), { transposeB: true });
}

function lloyd(m: Matrix, start: Matrix, limit: number): Clusters {
  // The nearest centre c maximises 2 x·c − |c|²: a product of (x, 1) and (2c, −|c|²).
  const points = matrix(m.rows, m.cols + 1);
  for (let i = 0; i < m.rows; i++) {
    points.data.set(row(m, i), i * (m.cols + 1));
    points.data[i * (m.cols + 1) + m.cols] = 1;
  }
  return withBestColumns(points, doubled(start), (nearest) => {
    const means = runningMeans(m, start.rows);
    let centroids = start;
    for (let iterations = 1; ; iterations++) {
      const labels = nearest(doubled(centroids));
      const next = means(labels, centroids);
      const still = moved(centroids, next) <= tolerance;
      centroids = next;
      if (still || iterations >= limit) return { labels, centroids, iterations };
    }
  });
}

function doubled(centroids: Matrix): Matrix {
  const out = matrix(centroids.rows, centroids.cols + 1);
  for (let c = 0; c < centroids.rows; c++) {
    let square = 0;
    row(centroids, c).forEach((x, d) => {
      out.data[c * out.cols + d] = 2 * x;
      square += x * x;
    });
    out.data[c * out.cols + centroids.cols] = -square;
  }
  return out;
}

/** Means of the clusters by labels; an empty one keeps its centre. Of each call's rows only those that moved are added up anew. */
function runningMeans(m: Matrix, clusters: number): (labels: Int32Array, before: Matrix) => Matrix {
  const sums = new Float64Array(clusters * m.cols);
  const counts = new Int32Array(clusters);
  const held = new Int32Array(m.rows).fill(-1);
  const move = (i: number, cluster: number, sign: 1 | -1) => {
    if (cluster < 0) return;
    counts[cluster]! += sign;
    for (let d = 0, p = i * m.cols, to = cluster * m.cols; d < m.cols; d++, p++, to++)
      sums[to] = sums[to]! + sign * m.data[p]!;
  };
  return (labels, before) => {
    for (let i = 0; i < m.rows; i++) {
      if (labels[i] === held[i]) continue;
      move(i, held[i]!, -1);
      move(i, labels[i]!, 1);
    }
    held.set(labels);
    const out = matrix(clusters, m.cols);
    for (let p = 0; p < sums.length; p++) {
      const count = counts[Math.floor(p / m.cols)]!;
      out.data[p] = count > 0 ? sums[p]! / count : before.data[p]!;
    }
    return out;
  };
}

/** The greatest squared distance between a row of `a` and the same of `b`. */
function moved(a: Matrix, b: Matrix): number {
  let greatest = 0;
  for (let i = 0; i < a.rows; i++) {
    let square = 0;
    for (let p = i * a.cols; p < (i + 1) * a.cols; p++) square += (a.data[p]! - b.data[p]!) ** 2;
    greatest = Math.max(greatest, square);
  }
  return greatest;
}

/** The rows with `by` added to each. */
function shifted(m: Matrix, by: Float64Array): Matrix {
  const out = matrix(m.rows, m.cols);
  for (let i = 0; i < m.rows; i++)
    for (let d = 0; d < m.cols; d++) out.data[i * m.cols + d] = m.data[i * m.cols + d]! + by[d]!;
  return out;
}
