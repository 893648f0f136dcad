import { entityRegions } from '../features/index.js';
import { type AlignmentTask, regionSizes } from '../graph/index.js';
import { bestFirst, firstPairs, type Marked, takePairs } from './pick.js';
import type { ResolvedRefine } from './refine-options.js';

/**
 * What a round is trained on: the given share of the pairs, the surest of all or of each region.
 * @param kept so many of the pairs, the first ones, are never left out
 */
export function surest(task: AlignmentTask, pairs: Marked, share: number, kept: number, o: ResolvedRefine): Marked {
  if (share === 1) return pairs;
  const key = (o.curriculum === 'margin' && pairs.margin) || pairs.score;
  const sureness = key.map((value, i) => (i < kept ? Number.POSITIVE_INFINITY : value));
  const sorted = bestFirst(pairs, o.seed, sureness);
  const whole = () => firstPairs(sorted, Math.max(2, kept, Math.round(share * sorted.left.length)));
  if (o.curriculumRegions === 0) return whole();
  const { left: labels, count } = entityRegions(task, { clusters: o.curriculumRegions, seed: o.seed });
  const open = regionSizes(labels, count, sorted.left).map((size) => Math.max(1, Math.round(share * size)));
  const takes = (region: number) => {
    open[region] = open[region]! - 1;
    return open[region]! >= 0;
  };
  const places = [...sorted.left.keys()].filter((place) => takes(labels[sorted.left[place]!]!) || place < kept);
  return places.length < 2 ? whole() : takePairs(sorted, places);
}
