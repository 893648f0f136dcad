import * as z from 'zod';
import { optionSet, steps, type Work } from '../base/index.js';
import type { Pairs } from '../compute/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import { chooseClusters } from './choose.js';
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
import { knownRows, rawSides, type Sides } from './sides.js';
import { sklearnClusters } from './sklearn-clusters.js';
import { checkCount, fields, type SeedResult, secondsSince } from './stage.js';
import { fusedWeights, taskWeights, usedModalities, type Weights } from './weights.js';

/** Settings of {@link resampleSeeds}; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface ResampleOptions {
  /** How many seeds at most (800). */
  readonly k?: number;
  /**
   * How many clusters k-means makes of both graphs' entities, or the cluster of each, 0 … C-1, from elsewhere; `auto`:
   * the number whose seeds confirm each other most through the graphs, see `chooseClusters` (50).
   */
  readonly clusters?: number | 'auto' | Clustering;
  /** Quotas by `cluster`, or by cluster and quartile of degree ('cluster'). */
  readonly strata?: 'cluster' | 'cluster-degree';
  /** k-means `seeded` by our own numbers, or just as scikit-learn does it for the `reference` ('seeded'). */
  readonly clustering?: 'seeded' | 'reference';
  /** Block weights of the fused features that are clustered ([V ; A ; .3 R]). */
  readonly weights?: Weights;
  /**
   * What pairs are compared by: the `fused` features, or `semantic`: attributes and relations alone, unweighted, as
   * in the public implementation; without either it falls back on `fused` ('fused').
   */
  readonly similarity?: 'fused' | 'semantic';
  /** Where a pair is sought: within a `cluster`, or in the whole graph and counted for its left end's cluster ('graph'). */
  readonly scope?: 'graph' | 'cluster';
  /** `mutual` nearest neighbours or a `greedy` one-to-one walk ('mutual'). */
  readonly pick?: 'greedy' | 'mutual';
  /** Neighbours in the hubness correction, CSLS; 0: none (10). */
  readonly csls?: number;
  /** Hand the quota that a cluster cannot fill to those that can; else it is lost (true). */
  readonly redistribute?: boolean;
  /** The order of the seeds: best `score` first, or cluster by cluster as they come, `arrival` ('score'). */
  readonly order?: 'score' | 'arrival';
  /** What becomes of the weight of a modality that an entity lacks, see `fuse` ('spread'). */
  readonly missing?: 'spread' | 'zero';
  /** A greedy walk looks at the `candidates · quota` most similar pairs (100). */
  readonly candidates?: number;
  /** Starts k-means and breaks ties (1). */
  readonly seed?: number;
}

export const resampleOptions = optionSet<ResampleOptions>('resampleSeeds', {
  k: fields.k,
  clusters: z
    .union([
      z.number().int().positive(),
      z.literal('auto'),
      z.object({ left: z.instanceof(Int32Array), right: z.instanceof(Int32Array) }),
    ])
    .default(50),
  strata: z.enum(['cluster', 'cluster-degree']).default('cluster'),
  clustering: z.enum(['seeded', 'reference']).default('seeded'),
  weights: fields.weights.default(fusedWeights),
  similarity: z.enum(['fused', 'semantic']).default('fused'),
  scope: z.enum(['graph', 'cluster']).default('graph'),
  pick: fields.pick.default('mutual'),
  csls: fields.csls.default(10),
  redistribute: z.boolean().default(true),
  order: fields.order.default('score'),
  missing: fields.missing.default('spread'),
  candidates: fields.candidates,
  seed: fields.seed,
});

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
  const start = performance.now();
  const o = resampleOptions.resolve(options);
  checkCount(task, o.k, resampleOptions.component);
  const tell = steps(work, 'stage 1', 3);
  await tell(0);
  const fused = rawSides(task, o);
  const sides = o.similarity === 'semantic' ? semanticSides(task, o, fused) : fused;
  const pairsOf = seedsOf(sides, o);
  const clusters =
    o.clusters === 'auto'
      ? chooseClusters(task, sides, (count) => makeClusters(task, fused, count, o), pairsOf)
      : makeClusters(task, fused, o.clusters, o);
  await tell(1, `${clusters.count} clusters`);
  const seeds = pairsOf(clusters);
  await tell(3, `${seeds.left.length} seeds`);
  return { seeds, options: { ...o, weights: taskWeights(task, o.weights) }, seconds: secondsSince(start) };
}

function makeClusters(
  task: AlignmentTask,
  fused: Sides,
  wanted: number | Clustering,
  o: Required<ResampleOptions>,
): Clusters {
  const make = o.clustering === 'reference' ? sklearnClusters : clusterSides;
  const clusters = typeof wanted === 'number' ? make(task, fused, wanted, o.seed) : givenClusters(fused, wanted);
  return o.strata === 'cluster' ? clusters : byDegree(task, clusters);
}

/** Seeds by quota for any clusters; what does not depend on them is computed once. */
function seedsOf(sides: Sides, o: Required<ResampleOptions>): (clusters: Clusters) => SeedSet {
  if (o.scope === 'cluster') return (clusters) => byQuota(pairsWithinClusters(sides, clusters, o), clusters, o);
  const pairs = pairsOfGraph(sides, o);
  return (clusters) => byQuota(pairsByCluster(pairs, clusters), clusters, o);
}

function semanticSides(task: AlignmentTask, o: Required<ResampleOptions>, fused: Sides): Sides {
  const weights = { attribute: 1, relation: 1 };
  return usedModalities(task, weights).length > 0 ? rawSides(task, { weights, missing: o.missing }) : fused;
}

/** One-to-one pairs within each cluster, best first. */
function pairsWithinClusters(sides: Sides, clusters: Clusters, o: Required<ResampleOptions>): Pairs[] {
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
function pairsOfGraph(sides: Sides, o: Required<ResampleOptions>): Pairs {
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

function byQuota(found: readonly Pairs[], clusters: Clusters, o: Required<ResampleOptions>): SeedSet {
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
