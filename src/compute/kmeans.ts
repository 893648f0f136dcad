import { kmeans as mlKmeans } from 'ml-kmeans';
import { type Matrix, matrix, row } from './matrix.js';

/**
 * k-means clusters of the rows, started by k-means++ (ml-kmeans).
 * With fewer distinct rows than clusters, one cluster a distinct row, and fewer centroids than asked for.
 * @param m N × D
 */
export function kmeans(
  m: Matrix,
  o: { readonly clusters: number; readonly seed: number; readonly iterations?: number },
): { labels: Int32Array; centroids: Matrix; iterations: number } {
  if (!(Number.isInteger(o.clusters) && o.clusters > 0)) throw new RangeError(`kmeans: ${o.clusters} clusters`);
  const clusters = Math.min(o.clusters, distinctRows(m, o.clusters));
  if (clusters === 0) return { labels: new Int32Array(0), centroids: matrix(0, m.cols), iterations: 0 };
  const rows = Array.from({ length: m.rows }, (_, i) => Array.from(row(m, i)));
  const result = mlKmeans(rows, clusters, { seed: o.seed, maxIterations: o.iterations ?? 100 });
  return {
    labels: Int32Array.from(result.clusters),
    centroids: matrix(clusters, m.cols, Float32Array.from(result.centroids.flat())),
    iterations: result.iterations,
  };
}

/** How many distinct rows there are, counted up to `enough`. */
function distinctRows(m: Matrix, enough: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < m.rows && seen.size < enough; i++) seen.add(row(m, i).join());
  return seen.size;
}
