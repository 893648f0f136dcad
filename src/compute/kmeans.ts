import { kmeans as cluster } from 'ml-kmeans';
import { type Matrix, matrix, row } from './matrix.js';

/**
 * Lloyd's k-means with k-means++ starts (ml-kmeans).
 * @returns a cluster number a row, the centres (clusters × cols), and the iterations run
 */
export function kmeans(
  m: Matrix,
  o: { clusters: number; seed: number; iterations?: number },
): { labels: Int32Array; centroids: Matrix; iterations: number } {
  const rows = Array.from({ length: m.rows }, (_, i) => Array.from(row(m, i)));
  const clusters = Math.min(o.clusters, m.rows);
  const found = cluster(rows, clusters, {
    seed: o.seed,
    initialization: 'kmeans++',
    maxIterations: o.iterations ?? 100,
  });
  const centroids = matrix(clusters, m.cols, Float32Array.from(found.centroids.flat()));
  return { labels: Int32Array.from(found.clusters), centroids, iterations: found.iterations };
}
