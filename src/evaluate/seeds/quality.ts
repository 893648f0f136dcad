import * as z from 'zod';
import { count, DataError, type Options, option, optionSet } from '../../base/index.js';
import { entityRegions } from '../../features/index.js';
import {
  type AlignmentTask,
  checkSeeds,
  degreeQuartiles,
  GroundTruth,
  type Regions,
  type SeedSet,
} from '../../graph/index.js';
import { gini, type Spread, spread } from '../../stats/index.js';
import { type Coverage, coverage } from './coverage.js';

export const seedQualityOptions = optionSet('seedQuality', {
  clusters: option(
    count(),
    20,
    'Clusters that balance is measured over, by k-means on the fused features of both graphs',
  ),
  seed: option(z.number().int(), 1, 'Starts k-means'),
  truth: option(z.instanceof(GroundTruth).nullable(), null, 'The true links, for precision and recall'),
});

/** Settings of {@link seedQuality}. */
export interface SeedQualityOptions extends Options<typeof seedQualityOptions> {}

/** How good a seed set is (method §6). */
export interface SeedQuality {
  readonly count: number;
  /** Share of the seeds that are true links; only with truth. */
  readonly precision?: number;
  /** Share of the true links that are seeds; only with truth. */
  readonly recall?: number;
  readonly coverage: Coverage;
  /** Spread over clusters of alike entities and over quartiles of degree: seed ends of both graphs against all entities. */
  readonly balance: { readonly cluster: Spread; readonly degree: Spread; readonly gini: number };
  /** Seed ends and entities of both graphs by cluster and by quartile of degree, 0 the sparsest. */
  readonly groups: { readonly cluster: GroupCounts; readonly degree: GroupCounts };
}

/** Counts by group. */
export interface GroupCounts {
  readonly seeds: readonly number[];
  readonly entities: readonly number[];
}

/**
 * Precision and recall of seeds (with truth), how many entities they reach, and how evenly they are spread.
 * @throws {InputError} for seeds that do not fit the task, {@link DataError} when there are none
 */
export function seedQuality(task: AlignmentTask, seeds: SeedSet, options?: SeedQualityOptions): SeedQuality {
  const o = seedQualityOptions.resolve(options);
  checkSeeds(seeds, task);
  if (seeds.left.length === 0) throw new DataError('there are no seeds to measure', 'seedQuality', 'Make seeds first');
  const cluster = countsBy(entityRegions(task, { clusters: o.clusters, seed: o.seed }), seeds);
  const degree = countsBy(quartilesOf(task), seeds);
  return {
    count: seeds.left.length,
    ...(o.truth && accuracy(task, seeds, o.truth)),
    coverage: coverage(task, seeds),
    balance: {
      cluster: bothEnds(cluster),
      degree: bothEnds(degree),
      gini: gini(cluster.seeds, cluster.entities),
    },
    groups: { cluster, degree },
  };
}

/** {@link spread} of both ends of pairs: a pair is one draw, not two, for the bias of KL. */
function bothEnds({ seeds, entities }: GroupCounts): Spread {
  return spread(
    seeds.map((count) => count / 2),
    entities,
  );
}

function accuracy(task: AlignmentTask, seeds: SeedSet, truth: GroundTruth) {
  const partner = truth.rightOf(task.left.entityCount);
  let correct = 0;
  seeds.left.forEach((l, i) => {
    if (partner[l] === seeds.right[i]) correct++;
  });
  const share = (of: number) => (of === 0 ? 0 : correct / of);
  return { precision: share(seeds.left.length), recall: share(truth.count) };
}

function quartilesOf({ left, right }: AlignmentTask): Regions {
  return { left: degreeQuartiles(left.degrees()), right: degreeQuartiles(right.degrees()), count: 4 };
}

function countsBy({ left, right, count }: Regions, seeds: SeedSet): GroupCounts {
  const entities = new Array<number>(count).fill(0);
  const ends = new Array<number>(count).fill(0);
  for (const labels of [left, right]) for (const label of labels) entities[label]!++;
  for (const l of seeds.left) ends[left[l]!]!++;
  for (const r of seeds.right) ends[right[r]!]!++;
  return { seeds: ends, entities };
}
