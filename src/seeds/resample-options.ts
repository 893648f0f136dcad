import * as z from 'zod';
import { count, like, type Options, option, optionSet, type Resolved } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { checkClustering } from './clusters.js';
import { planOptions } from './plan.js';
import { checkWeights } from './sides.js';
import { checkCount, fields } from './stage.js';
import { fusedWeights } from './weights.js';

export const resampleOptions = optionSet('resampleSeeds', {
  k: like(fields.k, 800, 'Number of seeds at most'),
  clusters: option(
    z.union([
      count(),
      z.literal('auto'),
      z.object({ left: z.instanceof(Int32Array), right: z.instanceof(Int32Array) }),
    ]),
    50,
    "Number of clusters that k-means makes of both graphs' entities, or the cluster of each, 0 … C-1, from elsewhere; `auto`: the number whose seeds confirm each other most through the graphs",
  ),
  strata: option(
    z.enum(['cluster', 'cluster-degree']),
    'cluster',
    'Quotas by `cluster`, or by cluster and quartile of degree',
  ),
  clustering: option(
    z.enum(['seeded', 'reference']),
    'seeded',
    'k-means `seeded` by our own numbers, or as scikit-learn does it for the `reference`',
  ),
  weights: like(fields.weights, fusedWeights, 'Block weights of the fused features that are clustered'),
  similarity: option(
    z.enum(['fused', 'semantic']),
    'fused',
    'What pairs are compared by: the `fused` features, or `semantic`: attributes and relations alone, unweighted, as in the reference; `fused` too where the task has neither',
  ),
  scope: option(
    z.enum(['graph', 'cluster']),
    'graph',
    "Where a pair is sought: within a `cluster`, or in the whole graph and counted for its left end's cluster",
  ),
  pick: fields.pickOrPlan,
  plan: fields.plan,
  propagate: like(
    fields.propagate,
    0,
    'How often the fused features are passed along the triples before pairs are sought, see `propagate`; clusters are made of them as they are',
  ),
  csls: like(fields.csls, 10, 'Neighbours in the hubness correction, CSLS; 0: none'),
  redistribute: option(
    z.boolean(),
    true,
    'Whether the quota that a cluster cannot fill goes to those that can, or is lost',
  ),
  order: like(
    fields.order,
    'score',
    'The order of the seeds: best `score` first, or cluster by cluster as they come, `arrival`',
  ),
  missing: like(fields.missing, 'spread', 'What becomes of the weight of a modality that an entity lacks, see `fuse`'),
  candidates: like(fields.candidates, 100, 'A greedy walk looks at the `candidates · quota` most similar pairs'),
  seed: like(fields.seed, 1, 'Starts k-means and breaks ties'),
});

/** Settings of `resampleSeeds`; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface ResampleOptions extends Options<typeof resampleOptions> {}

/** Every option filled in, and checked against the task. */
export function resolveResample(task: AlignmentTask, options?: ResampleOptions): Resolved<ResampleOptions> {
  const o = resampleOptions.resolve(options);
  checkCount(task, o.k, resampleOptions.component);
  checkWeights(task, o.weights);
  if (typeof o.clusters === 'object') checkClustering(task, o.clusters);
  return { ...o, plan: planOptions.resolve(o.plan) };
}
