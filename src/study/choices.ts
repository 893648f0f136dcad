import type { Work } from '../base/index.js';
import { seedQuality } from '../evaluate/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import { confirmedShare, fusedWeights, rawSides, resampleSeeds } from '../seeds/index.js';

/** How well a choice made without labels tracks the truth, for one number of clusters. */
export interface ChoiceRow {
  readonly clusters: number;
  readonly seeds: number;
  /** Share of the seeds that the others confirm: what `clusters: 'auto'` goes by. */
  readonly confirmed: number;
  readonly precision: number;
  /** KL(seeds || entities) over clusters, nats. */
  readonly kl: number;
}

/** For each number of clusters of stage 1, the share of seeds that the others confirm beside their precision. */
export async function choiceStudy(
  { task, truth }: { readonly task: AlignmentTask; readonly truth: GroundTruth },
  { clusters = [1, 5, 10, 20, 50, 100] }: { readonly clusters?: readonly number[] } = {},
  work?: Work,
): Promise<ChoiceRow[]> {
  const sides = rawSides(task, { weights: fusedWeights, missing: 'spread' });
  const rows: ChoiceRow[] = [];
  for (const count of clusters) {
    const { seeds } = await resampleSeeds(task, { clusters: count }, work);
    const { precision, balance } = seedQuality(task, seeds, { truth });
    const confirmed = confirmedShare(task, sides, seeds);
    rows.push({ clusters: count, seeds: seeds.left.length, confirmed, precision: precision!, kl: balance.cluster.kl });
  }
  return rows;
}
