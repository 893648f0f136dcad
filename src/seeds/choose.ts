import type { AlignmentTask, SeedSet } from '../graph/index.js';
import type { Clusters } from './clusters.js';
import { floodOptions, pickSupported } from './flood.js';
import type { Sides } from './sides.js';
import { neighbourSupport } from './support.js';

/** Numbers of clusters that `auto` tries. */
const candidates = [5, 10, 20, 50, 100];

/**
 * Chooses a number of clusters without labels: the one most of whose seeds are confirmed by the other seeds (see
 * {@link confirmedShare}). Ties go to fewer clusters.
 */
export function chooseClusters(
  task: AlignmentTask,
  sides: Sides,
  make: (count: number) => Clusters,
  seedsOf: (clusters: Clusters) => SeedSet,
): Clusters {
  const tried = candidates.map((count) => {
    const clusters = make(count);
    return { clusters, confirmed: confirmedShare(task, sides, seedsOf(clusters)) };
  });
  return tried.reduce((best, next) => (next.confirmed > best.confirmed ? next : best)).clusters;
}

/**
 * The share of seeds that stay each other's best when what all seeds say of their neighbours counts as well (one round
 * of flooding): a stand-in for their precision that needs no labels.
 */
export function confirmedShare(task: AlignmentTask, sides: Sides, seeds: SeedSet): number {
  const { most, weight, csls, seed } = floodOptions.defaults;
  const found = pickSupported(sides, neighbourSupport(task, seeds, most), { weight, csls, seed });
  const partner = new Map(Array.from(found.left, (l, i) => [l, found.right[i]!]));
  const kept = seeds.left.filter((l, i) => partner.get(l) === seeds.right[i]);
  return seeds.left.length === 0 ? 0 : kept.length / seeds.left.length;
}
