import type { AlignmentTask, SeedSet } from '../graph/index.js';
import type { Clusters } from './clusters.js';
import { floodOptions, pickSupported } from './flood.js';
import type { Sides } from './sides.js';
import { neighbourSupport } from './support.js';

/** Numbers of clusters that `auto` tries. */
export const clusterCounts = [5, 10, 20, 50, 100];

/**
 * Chooses a number of clusters without labels: the one most of whose seeds are confirmed by the other seeds (see
 * {@link confirmedShare}). Ties go to fewer clusters.
 * @param tell is told after each number how many are tried
 */
export async function chooseClusters(
  task: AlignmentTask,
  sides: Sides,
  make: (count: number) => Clusters,
  seedsOf: (clusters: Clusters) => SeedSet,
  tell: (done: number, note: string) => Promise<void>,
): Promise<Clusters> {
  let best: { clusters: Clusters; confirmed: number } | undefined;
  for (const [i, count] of clusterCounts.entries()) {
    const clusters = make(count);
    const confirmed = confirmedShare(task, sides, seedsOf(clusters));
    if (!best || confirmed > best.confirmed) best = { clusters, confirmed };
    await tell(i, `${count} clusters tried`);
  }
  return best!.clusters;
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
