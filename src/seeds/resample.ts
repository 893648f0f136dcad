import { type Resolved, steps, type Work } from '../base/index.js';
import type { Pairs } from '../compute/index.js';
import { propagate } from '../features/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import { chooseClusters, clusterCounts } from './choose.js';
import {
  byDegree,
  type Clustering,
  type Clusters,
  clusterSides,
  clusterSizes,
  givenClusters,
  rowsByCluster,
} from './clusters.js';
import { bestFirst, noPairs, pickAmong, takePairs } from './pick.js';
import { allocate, quotas } from './quota.js';
import { type ResampleOptions, resolveResample } from './resample-options.js';
import { knownRows, rawSides, type Sides } from './sides.js';
import { sklearnClusters } from './sklearn-clusters.js';
import { type SeedResult, secondsSince } from './stage.js';
import { taskWeights, usedModalities } from './weights.js';

/**
 * Stage 1 of PSQE, clustering-resampling (arXiv 2602.22903; method §3): each cluster of the fused features gives seeds
 * by its share of the entities, floor(k · (n1_c + n2_c) / (N1 + N2)), so that they do not crowd where features are
 * alike. The defaults are those that did best at 800 seeds on a development pair.
 * @returns seeds best first, each with its cluster
 * @throws {OptionError} for a bad `k`, {@link DataError} when no comparable modality has a weight
 */
export async function resampleSeeds(
  task: AlignmentTask,
  options?: ResampleOptions,
  work?: Work,
): Promise<SeedResult<ResampleOptions>> {
  return resample(task, resolveResample(task, options), work);
}

/** {@link resampleSeeds} with options that are checked. */
export async function resample(
  task: AlignmentTask,
  o: Resolved<ResampleOptions>,
  work?: Work,
): Promise<SeedResult<ResampleOptions>> {
  const start = performance.now();
  const tried = o.clusters === 'auto' ? clusterCounts.length : 1;
  const tell = steps(work, 'stage 1', tried + 2);
  await tell(0);
  const fused = rawSides(task, { weights: o.weights, missing: o.missing });
  const whole = o.propagate ? propagate(task, fused, { layers: o.propagate }) : fused;
  const sides = o.similarity === 'semantic' ? semanticSides(task, o, whole) : whole;
  const pairsOf = seedsOf(sides, o);
  const clusters =
    o.clusters === 'auto'
      ? await chooseClusters(task, sides, (count) => makeClusters(task, fused, count, o), pairsOf, tell)
      : makeClusters(task, fused, o.clusters, o);
  await tell(tried, `${clusters.count} clusters`);
  const seeds = pairsOf(clusters);
  await tell(tried + 2, `${seeds.left.length} seeds`);
  return { seeds, options: { ...o, weights: taskWeights(task, o.weights) }, seconds: secondsSince(start) };
}

function makeClusters(
  task: AlignmentTask,
  fused: Sides,
  wanted: number | Clustering,
  o: Resolved<ResampleOptions>,
): Clusters {
  const make = o.clustering === 'reference' ? sklearnClusters : clusterSides;
  const clusters = typeof wanted === 'number' ? make(task, fused, wanted, o.seed) : givenClusters(wanted);
  return o.strata === 'cluster' ? clusters : byDegree(task, clusters);
}

/** Seeds by quota for any clusters; what does not depend on them is computed once. */
function seedsOf(sides: Sides, o: Resolved<ResampleOptions>): (clusters: Clusters) => SeedSet {
  if (o.scope === 'cluster') return (clusters) => byQuota(pairsWithinClusters(sides, clusters, o), clusters, o);
  const pairs = pairsOfGraph(sides, o);
  return (clusters) => byQuota(pairsByCluster(pairs, clusters), clusters, o);
}

function semanticSides(task: AlignmentTask, o: Resolved<ResampleOptions>, whole: Sides): Sides {
  const weights = { attribute: 1, relation: 1 };
  return usedModalities(task, weights).length > 0 ? rawSides(task, { ...o, weights }) : whole;
}

/** One-to-one pairs within each cluster, best first. */
function pairsWithinClusters(sides: Sides, clusters: Clusters, o: Resolved<ResampleOptions>): Pairs[] {
  const known = knownRows(sides);
  const left = rowsByCluster(clusters.left, known.left, clusters.count);
  const right = rowsByCluster(clusters.right, known.right, clusters.count);
  const quota = quotas(o.k, clusterSizes(clusters));
  return left.map((rows, c) => {
    // A cluster that may be handed more than its quota looks further.
    const k = o.redistribute ? o.k : quota[c]!;
    return k > 0 ? pickAmong(sides, { left: rows, right: right[c]! }, { ...o, k }) : noPairs();
  });
}

/** One-to-one pairs of the whole graphs, best first. */
function pairsOfGraph(sides: Sides, o: Resolved<ResampleOptions>): Pairs {
  const rows = knownRows(sides);
  return pickAmong(sides, rows, { ...o, k: Math.min(rows.left.length, rows.right.length) });
}

/** The pairs sorted into their left ends' clusters. */
function pairsByCluster(pairs: Pairs, clusters: Clusters): Pairs[] {
  const places: number[][] = Array.from({ length: clusters.count }, () => []);
  pairs.left.forEach((l, i) => {
    places[clusters.left[l]!]!.push(i);
  });
  return places.map((list) => takePairs(pairs, list));
}

function byQuota(found: readonly Pairs[], clusters: Clusters, o: Resolved<ResampleOptions>): SeedSet {
  const sizes = clusterSizes(clusters);
  const available = found.map((pairs) => pairs.left.length);
  const given = o.redistribute
    ? allocate(o.k, sizes, available)
    : quotas(o.k, sizes).map((quota, c) => Math.min(quota, available[c]!));
  const kept = found.map((pairs, c) =>
    takePairs(
      pairs,
      Int32Array.from({ length: given[c]! }, (_, i) => i),
    ),
  );
  const all = {
    left: Int32Array.from(kept.flatMap((pairs) => [...pairs.left])),
    right: Int32Array.from(kept.flatMap((pairs) => [...pairs.right])),
    score: Float32Array.from(kept.flatMap((pairs) => [...pairs.score])),
  };
  const seeds = o.order === 'score' ? bestFirst(all, o.seed) : all;
  return { ...seeds, cluster: seeds.left.map((l) => clusters.left[l]!) };
}
