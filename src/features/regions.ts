import * as z from 'zod';
import { count, type Options, option, optionSet } from '../base/index.js';
import { kmeans, stackRows } from '../compute/index.js';
import type { AlignmentTask, Regions } from '../graph/index.js';
import { fuse, fuseOptions } from './fuse.js';

export const regionOptions = optionSet('entityRegions', {
  clusters: option(count(), 20, 'Number of regions'),
  seed: option(z.number().int(), 1, 'Starts k-means'),
});

export interface RegionOptions extends Options<typeof regionOptions> {}

const made = new WeakMap<AlignmentTask, Map<string, Regions>>();

/** Regions of alike entities, without labels: k-means on the fused features of both graphs. Kept for the next call. */
export function entityRegions(task: AlignmentTask, options?: RegionOptions): Regions {
  const { clusters, seed } = regionOptions.resolve(options);
  const kept = made.get(task) ?? new Map<string, Regions>();
  made.set(task, kept);
  const key = `${clusters} ${seed}`;
  const found = kept.get(key);
  if (found) return found;
  const { left, right } = fuse(task, fuseOptions.defaults);
  const { labels, centroids } = kmeans(stackRows(left, right), { clusters, seed });
  const regions = { left: labels.slice(0, left.rows), right: labels.slice(left.rows), count: centroids.rows };
  kept.set(key, regions);
  return regions;
}
