import type { Work } from '../base/index.js';
import { seedQuality } from '../evaluate/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import { confirmedShare, fusedWeights, learnWeights, rawSides, resampleSeeds } from '../seeds/index.js';

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

/** Choices made without labels on one pair. */
export interface Choices {
  readonly rows: readonly ChoiceRow[];
  /** The block weights that `learnWeights` finds. */
  readonly learned: Readonly<Record<string, number>>;
  /** Numbers of clusters that `clusters: 'auto'` takes, by random seed from 1. */
  readonly auto: readonly number[];
}

/**
 * For each number of clusters of stage 1 the share of seeds that the others confirm beside their precision, what `auto`
 * takes with five random seeds, and the block weights that are learned.
 */
export async function choiceStudy(
  { task, truth }: { readonly task: AlignmentTask; readonly truth: GroundTruth },
  { clusters = [1, 5, 10, 20, 50, 100] }: { readonly clusters?: readonly number[] } = {},
  work?: Work,
): Promise<Choices> {
  const sides = rawSides(task, { weights: fusedWeights, missing: 'spread' });
  const rows: ChoiceRow[] = [];
  for (const count of clusters) {
    const { seeds } = await resampleSeeds(task, { clusters: count }, work);
    const { precision, balance } = seedQuality(task, seeds, { truth });
    const confirmed = confirmedShare(task, sides, seeds);
    rows.push({ clusters: count, seeds: seeds.left.length, confirmed, precision: precision!, kl: balance.cluster.kl });
  }
  const auto: number[] = [];
  for (const seed of [1, 2, 3, 4, 5]) auto.push(await clustersChosen(task, seed, work));
  return { rows, learned: await learnWeights(task), auto };
}

/** The number of clusters that `auto` takes, as stage 1 tells it while it runs. */
async function clustersChosen(task: AlignmentTask, seed: number, work?: Work): Promise<number> {
  let count = 0;
  const onProgress = ({ note }: { readonly note?: string }) => {
    count = Number(/^(\d+) clusters$/.exec(note ?? '')?.[1] ?? count);
  };
  await resampleSeeds(task, { clusters: 'auto', seed }, { ...work, onProgress });
  return count;
}
