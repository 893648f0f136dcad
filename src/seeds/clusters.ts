import { OptionError } from '../base/index.js';
import { hash, kmeans, type Matrix, row, stackRows, takeRows } from '../compute/index.js';
import { type AlignmentTask, degreeQuartiles } from '../graph/index.js';
import type { Sides } from './sides.js';

/** The cluster of each entity of both graphs. */
export interface Clustering {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** The same, and how many clusters there are. */
export interface Clusters extends Clustering {
  readonly count: number;
}

/**
 * k-means over the entities of both graphs together. Rows go in by a hash of their content, so that the clusters do
 * not depend on the order of the entities.
 */
export function clusterSides(_: AlignmentTask, sides: Sides, clusters: number, seed: number): Clusters {
  const joint = stackRows(sides.left, sides.right);
  const order = contentOrder(joint, seed);
  // 590 columns of the embedded data take k-means++ 3 s, 64 take .4 s.
  const wanted = { clusters: Math.min(clusters, joint.rows), seed, seedingColumns: 64 };
  const found = kmeans(takeRows(joint, order), wanted);
  const labels = new Int32Array(joint.rows);
  order.forEach((r, place) => {
    labels[r] = found.labels[place]!;
  });
  return {
    left: labels.slice(0, sides.left.rows),
    right: labels.slice(sides.left.rows),
    count: found.centroids.rows,
  };
}

/** @throws {OptionError} unless clusters made elsewhere name one for each entity */
export function checkClustering(task: AlignmentTask, { left, right }: Clustering): void {
  const [n1, n2] = [task.left.entityCount, task.right.entityCount];
  const fits = left.length === n1 && right.length === n2;
  const least = Math.min(...[left, right].map((labels) => labels.reduce((a, b) => Math.min(a, b), 0)));
  if (!fits || least < 0)
    throw new OptionError(
      fits ? `cluster ${least}` : `${left.length} and ${right.length} clusters`,
      'resampleSeeds: option "clusters"',
      `Give a number from 0 for each of the ${n1} left and ${n2} right entities`,
    );
}

/** Clusters made elsewhere. */
export function givenClusters({ left, right }: Clustering): Clusters {
  const most = [left, right].map((labels) => labels.reduce((a, b) => Math.max(a, b), 0));
  return { left, right, count: 1 + Math.max(...most) };
}

/** The rows ordered by a hash of their values, equal hashes by the values themselves. */
export function contentOrder(m: Matrix, seed: number): Int32Array {
  const bits = new Int32Array(m.data.buffer, m.data.byteOffset, m.data.length);
  const keys = new Uint32Array(m.rows);
  for (let i = 0; i < m.rows; i++) {
    let key = seed;
    // Minus zero and zero are the same value.
    for (let at = i * m.cols; at < (i + 1) * m.cols; at++) key = hash(key, m.data[at] === 0 ? 0 : bits[at]!);
    keys[i] = key >>> 0;
  }
  const order = Int32Array.from(keys, (_, i) => i);
  return order.sort((a, b) => keys[a]! - keys[b]! || compareRows(row(m, a), row(m, b)));
}

function compareRows(a: Float32Array, b: Float32Array): number {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return a[j]! - b[j]!;
  return 0;
}

/** Each cluster cut into its entities' quartiles of degree (in their own graph). */
export function byDegree(task: AlignmentTask, { left, right, count }: Clusters): Clusters {
  const cut = (labels: Int32Array, degrees: Int32Array) => {
    const quartiles = degreeQuartiles(degrees);
    return labels.map((label, i) => 4 * label + quartiles[i]!);
  };
  return { left: cut(left, task.left.degrees()), right: cut(right, task.right.degrees()), count: 4 * count };
}

/** How many entities of both graphs each cluster has. */
export function clusterSizes({ left, right, count }: Clusters): Int32Array {
  const sizes = new Int32Array(count);
  for (const labels of [left, right]) for (const label of labels) sizes[label]!++;
  return sizes;
}

/** The rows of each cluster, of the given rows only. */
export function rowsByCluster(labels: Int32Array, rows: Int32Array, count: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const r of rows) lists[labels[r]!]!.push(r);
  return lists.map((list) => Int32Array.from(list));
}
